/**
 * What is registered: keys, the stored record, and the rules that a registration must
 * pass. Values only; knows no other package of the registry.
 */
@NullMarked
package io.mcp.registry.instance;

import org.jspecify.annotations.NullMarked;
