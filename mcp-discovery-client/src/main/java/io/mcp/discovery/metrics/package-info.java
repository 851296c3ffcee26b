/**
 * Measures the local lists with Micrometer. No other package needs Micrometer.
 */
@NullMarked
package io.mcp.discovery.metrics;

import org.jspecify.annotations.NullMarked;
