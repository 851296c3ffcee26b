/**
 * What the user asked for, read from the command line.
 */
@NullMarked
package io.mcp.benchmarks.arguments;

import org.jspecify.annotations.NullMarked;
