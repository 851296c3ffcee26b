/**
 * The run that times a change from the call to each subscriber's list.
 */
@NullMarked
package io.mcp.benchmarks.push;

import org.jspecify.annotations.NullMarked;
