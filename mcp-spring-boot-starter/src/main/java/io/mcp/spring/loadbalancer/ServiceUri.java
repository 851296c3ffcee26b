package io.mcp.spring.loadbalancer;

import java.net.URI;

import io.mcp.protocol.InstanceInfo;

/**
 * A URI whose authority names a service.
 *
 * @param original what the caller wrote
 * @param serviceName the service it names
 */
record ServiceUri(URI original, String serviceName) {

	/**
	 * Reads the service's name from the authority rather than the host, because
	 * {@link URI} knows no host with an underscore.
	 */
	static ServiceUri of(URI uri) {
		String authority = uri.getRawAuthority();
		if (authority == null) {
			throw new IllegalArgumentException("'" + uri + "' names no service (expected: http://service-name/path)");
		}
		String withoutUser = authority.substring(authority.lastIndexOf('@') + 1);
		int colon = withoutUser.indexOf(':');
		return new ServiceUri(uri, (colon >= 0) ? withoutUser.substring(0, colon) : withoutUser);
	}

	/**
	 * The same URI with the instance's scheme, host and port. Escapes stay as they are.
	 */
	URI at(InstanceInfo instance) {
		StringBuilder uri = new StringBuilder(64);
		uri.append(
				(instance.secure() && "http".equals(this.original.getScheme())) ? "https" : this.original.getScheme());
		uri.append("://");
		if (this.original.getRawUserInfo() != null) {
			uri.append(this.original.getRawUserInfo()).append('@');
		}
		boolean ipv6 = instance.host().indexOf(':') >= 0 && !instance.host().startsWith("[");
		uri.append(ipv6 ? "[" + instance.host() + "]" : instance.host()).append(':').append(instance.port());
		uri.append(this.original.getRawPath());
		if (this.original.getRawQuery() != null) {
			uri.append('?').append(this.original.getRawQuery());
		}
		return URI.create(uri.toString());
	}

}
