package io.mcp.registry.view;

import java.time.Duration;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Out of service until everything was loaded. A view that is stale still answers, so it
 * stays up and says since when.
 */
final class ViewHealth implements HealthIndicator {

	private final RegistryView view;

	ViewHealth(RegistryView view) {
		this.view = view;
	}

	@Override
	public Health health() {
		if (!this.view.isLoaded()) {
			return Health.outOfService().withDetail("reason", "the view is not loaded from Redis yet").build();
		}
		Duration staleness = this.view.staleness();
		Health.Builder up = Health.up().withDetail("services", this.view.all().size());
		if (!staleness.isZero()) {
			up.withDetail("stale_seconds", staleness.toSeconds())
				.withDetail("reason", "Redis does not answer; reads go on from memory, writes get 503");
		}
		return up.build();
	}

}
