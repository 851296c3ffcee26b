package io.mcp.registry.view;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some services in the order of their names.
 *
 * @param services the services
 * @param next name after which the next page starts; {@code null} on the last
 */
public record ServicePage(List<ServiceSnapshot> services, @Nullable String next) {

}
