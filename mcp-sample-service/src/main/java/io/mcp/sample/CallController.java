package io.mcp.sample;

import io.mcp.discovery.NoInstanceException;
import io.mcp.protocol.Limits;
import io.mcp.spring.McpLoadBalanced;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.server.ResponseStatusException;

/** Calls a service by its name, and counts which of its instances answered. */
@RestController
class CallController {

	private static final int MAX_TIMES = 10_000;

	private final RestTemplate restTemplate;

	CallController(@McpLoadBalanced RestTemplate restTemplate) {
		this.restTemplate = restTemplate;
	}

	/**
	 * Calls {@code /whoami} of a service, one call after the other.
	 * @param service name of the service
	 * @param times how often, 1 to 10000
	 */
	@GetMapping("/call/{service}")
	CallReport call(@PathVariable String service, @RequestParam(defaultValue = "1") int times) {
		if (!Limits.NAME.matcher(service).matches()) {
			throw badRequest("service: '%s' (expected: a name matching %s)".formatted(service, Limits.NAME));
		}
		if (times < 1 || times > MAX_TIMES) {
			throw badRequest("times: %d (expected: 1 to %d)".formatted(times, MAX_TIMES));
		}
		CallReport.Tally tally = new CallReport.Tally();
		for (int i = 0; i < times; i++) {
			try {
				tally.answered(
						instanceId(this.restTemplate.getForObject("http://{service}/whoami", Whoami.class, service)));
			}
			catch (RestClientException | NoInstanceException ex) {
				tally.failed(String.valueOf(ex.getMessage()));
			}
		}
		return tally.report();
	}

	// Any service may stand behind the name, also one that answers something else
	private static String instanceId(@Nullable Whoami answer) {
		return (answer != null && answer.instanceId() != null) ? answer.instanceId() : "unknown";
	}

	private static ResponseStatusException badRequest(String detail) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
	}

}
