/**
 * The programs that a run starts and ends: redis-server, registries; and what they cost.
 */
@NullMarked
package io.mcp.benchmarks.process;

import org.jspecify.annotations.NullMarked;
