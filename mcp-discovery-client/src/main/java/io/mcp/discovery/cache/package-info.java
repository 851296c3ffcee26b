/**
 * The local lists of instances: loaded at first use, kept fresh in the background, never
 * emptied by an error.
 */
@NullMarked
package io.mcp.discovery.cache;

import org.jspecify.annotations.NullMarked;
