package io.mcp.spring.registration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;

/**
 * What the application says about itself without being asked by discovery.
 *
 * @param name its name
 * @param version its version
 */
record ApplicationFacts(@Nullable String name, @Nullable String version) {

	/** Build information goes before {@code spring.application.version}. */
	static ApplicationFacts of(Environment environment, @Nullable BuildProperties build) {
		String version = (build != null) ? build.getVersion() : null;
		return new ApplicationFacts(environment.getProperty("spring.application.name"),
				(version != null) ? version : environment.getProperty("spring.application.version"));
	}

}
