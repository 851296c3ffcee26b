/**
 * Choosing the address under which callers reach this machine.
 */
@NullMarked
package io.mcp.discovery.address;

import org.jspecify.annotations.NullMarked;
