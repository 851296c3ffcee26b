package io.mcp.registry.store;

/** The registry was pointed at Redis in a way that it cannot use. */
final class MasterReplicaException extends IllegalStateException {

	MasterReplicaException() {
		super("spring.data.redis.masterreplica.* is set, but the registry connects to one server, which takes "
				+ "its writes, and cannot follow a fixed list of a master and its replicas");
	}

}
