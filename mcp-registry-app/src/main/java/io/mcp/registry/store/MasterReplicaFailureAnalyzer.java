package io.mcp.registry.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which properties lead the registry to a replicated Redis. */
final class MasterReplicaFailureAnalyzer extends AbstractFailureAnalyzer<MasterReplicaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MasterReplicaException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Remove spring.data.redis.masterreplica.* and set spring.data.redis.sentinel.* where Sentinel watches "
						+ "the servers, spring.data.redis.cluster.nodes for Redis Cluster, or spring.data.redis.host and "
						+ "spring.data.redis.port of the master.",
				cause);
	}

}
