/**
 * The last known lists on disk, for a start while no registry answers.
 */
@NullMarked
package io.mcp.discovery.snapshot;

import org.jspecify.annotations.NullMarked;
