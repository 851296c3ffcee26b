/**
 * Being listed: registration, heartbeats, deregistration.
 */
@NullMarked
package io.mcp.discovery.registration;

import org.jspecify.annotations.NullMarked;
