package io.mcp.discovery.snapshot;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the file holds.
 *
 * @param namespace namespace of all lists
 * @param registries addresses of the registry that the lists came from
 * @param writtenAt when the file was written
 * @param lists the lists
 */
record Snapshot(@JsonProperty("namespace") String namespace, @JsonProperty("registries") List<URI> registries,
		@JsonProperty("written_at") Instant writtenAt, @JsonProperty("services") List<KnownList> lists) {

	Snapshot {
		registries = List.copyOf(registries);
		lists = List.copyOf(lists);
	}

	/**
	 * Whether the lists are of that namespace and of a registry with one of those
	 * addresses: the services of a developer's registry are not those of another one,
	 * although they bear the same names.
	 */
	boolean isOf(String namespace, List<URI> registries) {
		return this.namespace.equals(namespace) && !Collections.disjoint(this.registries, registries);
	}

	/** How many instances there are in all lists. */
	int instances() {
		return this.lists.stream().mapToInt((known) -> known.list().instances().size()).sum();
	}

}
