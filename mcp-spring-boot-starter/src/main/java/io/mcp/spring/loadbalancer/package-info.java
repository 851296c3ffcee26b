/**
 * Lets HTTP clients call services by name: {@code http://billing/invoices} goes to an
 * instance of {@code billing}.
 */
@NullMarked
package io.mcp.spring.loadbalancer;

import org.jspecify.annotations.NullMarked;
