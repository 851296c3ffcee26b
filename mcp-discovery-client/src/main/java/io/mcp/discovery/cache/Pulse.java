package io.mcp.discovery.cache;

/**
 * The sign of life of one stream from the registry: as long as bytes come, everything
 * that it carries is as the registry sees it. Thread-safe; one writer.
 */
public final class Pulse {

	private volatile long lastBeat;

	private volatile boolean open = true;

	/**
	 * Begins.
	 * @param now the time in nanoseconds
	 */
	public Pulse(long now) {
		this.lastBeat = now;
	}

	/**
	 * Bytes came.
	 * @param now the time in nanoseconds
	 */
	public void beat(long now) {
		this.lastBeat = now;
	}

	/** Nothing will come any more; the last sign of life stays the last one. */
	public void stop() {
		this.open = false;
	}

	long lastBeat() {
		return this.lastBeat;
	}

	boolean beating() {
		return this.open;
	}

}
