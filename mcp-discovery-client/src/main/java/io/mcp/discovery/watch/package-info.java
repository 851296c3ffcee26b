/**
 * Keeps the lists fresh by what the registry pushes, and by other means where something
 * between does not let streams through.
 */
@NullMarked
package io.mcp.discovery.watch;

import org.jspecify.annotations.NullMarked;
