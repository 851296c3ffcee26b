/**
 * Shows operators what discovery knows: a health contributor and the {@code mcp}
 * endpoint.
 */
@NullMarked
package io.mcp.spring.actuate;

import org.jspecify.annotations.NullMarked;
