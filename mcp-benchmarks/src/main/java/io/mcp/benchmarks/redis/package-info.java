/**
 * The limit: the same fan-out with Redis alone.
 */
@NullMarked
package io.mcp.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
