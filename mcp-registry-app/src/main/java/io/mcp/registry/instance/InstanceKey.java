package io.mcp.registry.instance;

/**
 * Which instance is meant.
 *
 * @param service its service
 * @param id its id within the service, as spelled
 */
public record InstanceKey(ServiceKey service, String id) {

	@Override
	public String toString() {
		return this.service.path() + '/' + this.id;
	}

}
