/**
 * Shows operators what discovery knows: a health contributor, the {@code mcp} endpoint
 * and meters.
 */
@NullMarked
package io.mcp.spring.actuate;

import org.jspecify.annotations.NullMarked;
