/**
 * Calls to registries, on a few event loops, so that the caller costs little of what is
 * measured.
 */
@NullMarked
package io.mcp.benchmarks.http;

import org.jspecify.annotations.NullMarked;
