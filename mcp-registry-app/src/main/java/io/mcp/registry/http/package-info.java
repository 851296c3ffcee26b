/**
 * The HTTP API v1: reads requests field by field, asks the registry or the view, and
 * answers JSON or a problem document.
 */
@NullMarked
package io.mcp.registry.http;

import org.jspecify.annotations.NullMarked;
