/**
 * The registry's own processes: who is there, and which of them looks after which
 * partition.
 */
@NullMarked
package io.mcp.registry.replica;

import org.jspecify.annotations.NullMarked;
