/**
 * What registry and clients say to each other: wire records, enums and limits. JSON names
 * are snake_case; absent members are {@code null} or empty collections.
 */
@NullMarked
package io.mcp.protocol;

import org.jspecify.annotations.NullMarked;
