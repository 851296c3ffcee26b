package io.mcp.discovery.registration;

import io.mcp.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * What an instance says about itself, and how much of it the registry has heard. Used by
 * one thread.
 */
final class DeclaredStatus {

	private Status declared;

	private Status heard;

	DeclaredStatus(@Nullable Status first) {
		this.declared = (first != null) ? first : Status.UP;
		this.heard = this.declared;
	}

	void declare(Status status) {
		this.declared = status;
	}

	Status declared() {
		return this.declared;
	}

	/** What the registry has not heard yet. */
	@Nullable Status news() {
		return (this.declared != this.heard) ? this.declared : null;
	}

	/** The registry has heard this; absent means nothing new. */
	void heard(@Nullable Status status) {
		if (status != null) {
			this.heard = status;
		}
	}

}
