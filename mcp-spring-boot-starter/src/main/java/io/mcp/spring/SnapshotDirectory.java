package io.mcp.spring;

import java.nio.file.Path;

import io.mcp.spring.DiscoveryClientProperties.Snapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Chooses where the last lists are kept. */
final class SnapshotDirectory {

	private SnapshotDirectory() {
	}

	/**
	 * The configured folder, or one below the user's home: not below {@code /tmp}, where
	 * somebody else could have made it before. Applications do not share, because they
	 * use different services.
	 * @return {@code null} where none is kept, and where the user has no home, as in a
	 * container that runs under a number without a name
	 */
	static @Nullable Path of(Snapshot snapshot, Environment environment) {
		if (!snapshot.enabled()) {
			return null;
		}
		if (snapshot.directory() != null) {
			return snapshot.directory();
		}
		String home = environment.getProperty("user.home");
		if (!StringUtils.hasText(home) || home.equals("?")) {
			return null;
		}
		String name = environment.getProperty("spring.application.name", "");
		return Path.of(home, ".mcp-discovery", fileName(name));
	}

	private static String fileName(String application) {
		String name = application.replaceAll("[^A-Za-z0-9._-]", "_");
		return name.matches("\\.*") ? "application" + name : name;
	}

}
