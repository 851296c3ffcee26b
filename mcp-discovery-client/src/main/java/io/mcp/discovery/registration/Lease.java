package io.mcp.discovery.registration;

/**
 * The right to be listed.
 *
 * @param serviceName service of the instance
 * @param instanceId id of the instance
 * @param id what proves whose it is
 */
record Lease(String serviceName, String instanceId, String id) {

}
