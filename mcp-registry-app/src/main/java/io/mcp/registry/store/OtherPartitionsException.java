package io.mcp.registry.store;

/** The data is divided otherwise than this replica is configured for. */
final class OtherPartitionsException extends RuntimeException {

	OtherPartitionsException(int configured, String chosen) {
		super("mcp.registry.partitions is " + configured + " here, but the data in this Redis is divided into " + chosen
				+ " (expected: the same number at every replica)");
	}

}
