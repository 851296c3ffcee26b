/**
 * Puts the application on the registry's list once it is ready, and takes it off before
 * its web server drains.
 */
@NullMarked
package io.mcp.spring.registration;

import org.jspecify.annotations.NullMarked;
