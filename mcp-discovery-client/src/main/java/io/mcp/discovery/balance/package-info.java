/**
 * Picking one instance of a list.
 */
@NullMarked
package io.mcp.discovery.balance;

import org.jspecify.annotations.NullMarked;
