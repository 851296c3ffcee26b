/**
 * What this replica knows: immutable snapshots per service, fed by the change stream,
 * with the encoded answers kept.
 */
@NullMarked
package io.mcp.registry.view;

import org.jspecify.annotations.NullMarked;
