package io.mcp.registry.http;

import io.mcp.protocol.Status;
import io.mcp.registry.view.RegistryView;
import io.mcp.registry.view.ServicePage;
import io.mcp.registry.view.ServiceSnapshot;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Prometheus's HTTP service discovery. Shows instances that are {@code UP} whatever their
 * health: one that stopped answering must show as {@code up == 0} and not vanish from the
 * monitoring in the moment in which it fails.
 */
@RestController
@Tag(name = "Discovery")
final class PrometheusController {

	private static final int PAGE = 100;

	private final LoadedView view;

	PrometheusController(LoadedView view) {
		this.view = view;
	}

	@Operation(operationId = "prometheusTargets", summary = "Targets for Prometheus's http_sd_configs",
			description = "Instances that are UP, whatever their health, so that a failed one shows as up == 0.")
	@Parameter(ref = ApiDocument.ANY_STATUS)
	@ApiResponse(responseCode = "200", description = "One group for each instance")
	@GetMapping(path = "/v1/sd/prometheus", produces = MediaType.APPLICATION_JSON_VALUE)
	Flux<PrometheusTargets> targets(ServerWebExchange exchange) {
		RegistryView loaded = this.view.forAnswerTo(exchange);
		Query query = new Query(exchange.getRequest());
		String namespace = query.namespace();
		boolean anyStatus = query.any("status");
		query.errors().throwIfAny();
		return services(loaded, namespace).concatMapIterable(ServiceSnapshot::instances)
			.filter((instance) -> anyStatus || instance.effectiveStatus() == Status.UP)
			.map(PrometheusTargets::of);
	}

	/**
	 * Page by page as the client takes them, so that a long list does not hold the event
	 * loop.
	 */
	private static Flux<ServiceSnapshot> services(RegistryView view, String namespace) {
		return Mono.fromSupplier(() -> view.services(namespace, "", null, PAGE))
			.expand((page) -> (page.next() != null)
					? Mono.fromSupplier(() -> view.services(namespace, "", page.next(), PAGE)) : Mono.empty())
			.concatMapIterable(ServicePage::services);
	}

}
