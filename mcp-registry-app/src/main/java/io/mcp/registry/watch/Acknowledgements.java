package io.mcp.registry.watch;

/**
 * How a change was acknowledged.
 *
 * @param subscribers streams, over all replicas that told, that carry the service
 * @param acknowledged how many of them have acknowledged
 * @param silentReplicas live replicas that have not told of their streams
 */
public record Acknowledgements(int subscribers, int acknowledged, int silentReplicas) {

	/** How many have not acknowledged. */
	public int pending() {
		return this.subscribers - this.acknowledged;
	}

	/** Whether everybody has who is known to listen. */
	public boolean isComplete() {
		return pending() == 0 && this.silentReplicas == 0;
	}

}
