/**
 * What subscribers are told: the hub that carries the view's changes to streams of any
 * transport, and the acknowledgements that come back.
 */
@NullMarked
package io.mcp.registry.watch;

import org.jspecify.annotations.NullMarked;
