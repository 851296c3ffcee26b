/**
 * The run with thousands of idle subscribers on one registry.
 */
@NullMarked
package io.mcp.benchmarks.subscribers;

import org.jspecify.annotations.NullMarked;
