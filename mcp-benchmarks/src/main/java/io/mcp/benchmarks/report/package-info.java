/**
 * Results as Markdown, with what is needed to compare them with others.
 */
@NullMarked
package io.mcp.benchmarks.report;

import org.jspecify.annotations.NullMarked;
