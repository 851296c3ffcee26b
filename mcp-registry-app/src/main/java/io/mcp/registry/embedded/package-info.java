/**
 * The Redis that the registry brings along: a real {@code redis-server}, started in a
 * data folder where no other Redis is configured, shared by the registries of that
 * folder, and ended with the last of them.
 */
@NullMarked
package io.mcp.registry.embedded;

import org.jspecify.annotations.NullMarked;
