/**
 * Groups of subscribers, and when each of them saw a change.
 */
@NullMarked
package io.mcp.benchmarks.watch;

import org.jspecify.annotations.NullMarked;
