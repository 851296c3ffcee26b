/**
 * The registry: transports, the ring that a change takes through one replica, and their
 * wiring. {@code transport -> lifecycle -> store -> change stream -> view -> transport}.
 */
@NullMarked
package io.mcp.registry;

import org.jspecify.annotations.NullMarked;
