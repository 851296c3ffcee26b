/**
 * What may happen to an instance - register, renew, amend, leave - decided in one place
 * for every transport.
 */
@NullMarked
package io.mcp.registry.lifecycle;

import org.jspecify.annotations.NullMarked;
