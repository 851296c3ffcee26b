/**
 * The only package that knows Redis: the key space, the scripts, group commit and the
 * change stream.
 */
@NullMarked
package io.mcp.registry.store;

import org.jspecify.annotations.NullMarked;
