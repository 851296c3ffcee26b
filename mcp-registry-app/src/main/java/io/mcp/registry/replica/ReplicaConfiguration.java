package io.mcp.registry.replica;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.concurrent.Executors;

import io.mcp.registry.store.ChangeLog;
import io.mcp.registry.store.ReplicaStore;
import io.mcp.registry.view.ViewReadiness;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires this replica into the roll. */
@Configuration(proxyBeanMethods = false)
class ReplicaConfiguration {

	@Bean
	Membership membership(ReplicaStore store, ViewReadiness readiness, ChangeLog log, ReplicaProperties properties) {
		String id = (properties.id() != null) ? properties.id() : newId();
		return new Membership(store, readiness, id, properties.lease(), log.partitions(),
				Executors.newSingleThreadScheduledExecutor((task) -> {
					Thread thread = new Thread(task, "mcp-replica-lease");
					thread.setDaemon(true);
					return thread;
				}));
	}

	private static String newId() {
		String chance = UUID.randomUUID().toString().substring(0, 8);
		try {
			return InetAddress.getLocalHost().getHostName() + '-' + chance;
		}
		catch (UnknownHostException ex) {
			// A host that cannot resolve its own name still gets a unique id.
			return "replica-" + chance;
		}
	}

}
