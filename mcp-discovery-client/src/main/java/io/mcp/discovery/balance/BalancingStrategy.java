package io.mcp.discovery.balance;

/** How the next instance is chosen. */
public enum BalancingStrategy {

	/** One after the other. */
	ROUND_ROBIN

}
