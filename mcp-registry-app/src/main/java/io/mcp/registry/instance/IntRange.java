package io.mcp.registry.instance;

/**
 * The bounds of a number in a request, both inclusive.
 *
 * @param from the least
 * @param to the greatest
 */
public record IntRange(int from, int to) {

	/** Ports that a caller can connect to. */
	public static final IntRange PORT = new IntRange(1, 65535);

	/** Whether it is within the bounds. */
	public boolean contains(long value) {
		return value >= this.from && value <= this.to;
	}

	void check(String field, int value, FieldErrors errors) {
		if (!contains(value)) {
			errors.add(field, "was " + value + " (expected: " + this + ")");
		}
	}

	@Override
	public String toString() {
		return this.from + " to " + this.to;
	}

}
