/**
 * A service that is provider and consumer at once.
 */
@NullMarked
package io.mcp.sample;

import org.jspecify.annotations.NullMarked;
