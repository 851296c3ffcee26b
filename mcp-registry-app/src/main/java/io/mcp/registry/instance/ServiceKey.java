package io.mcp.registry.instance;

import java.util.Locale;

/**
 * Which service is meant. Two spellings that differ in case only are the same service.
 *
 * @param namespace namespace, as spelled
 * @param name service name in lower case
 */
public record ServiceKey(String namespace, String name) implements Comparable<ServiceKey> {

	public ServiceKey {
		name = name.toLowerCase(Locale.ROOT);
	}

	/** The instance of that id within this service. */
	public InstanceKey instance(String instanceId) {
		return new InstanceKey(this, instanceId);
	}

	/** {@code namespace/name}, as it stands in Redis keys. */
	public String path() {
		return this.namespace + '/' + this.name;
	}

	/** The reverse of {@link #path()}. */
	public static ServiceKey ofPath(String path) {
		int slash = path.indexOf('/');
		if (slash < 0) {
			throw new IllegalArgumentException("path: '" + path + "' (expected: namespace/service)");
		}
		return new ServiceKey(path.substring(0, slash), path.substring(slash + 1));
	}

	@Override
	public int compareTo(ServiceKey other) {
		int byNamespace = this.namespace.compareTo(other.namespace);
		return (byNamespace != 0) ? byNamespace : this.name.compareTo(other.name);
	}

	@Override
	public String toString() {
		return path();
	}

}
