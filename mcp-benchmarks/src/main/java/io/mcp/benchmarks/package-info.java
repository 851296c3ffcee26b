/**
 * Load runs that start everything they need, print what they saw, and end what they
 * started.
 */
@NullMarked
package io.mcp.benchmarks;

import org.jspecify.annotations.NullMarked;
