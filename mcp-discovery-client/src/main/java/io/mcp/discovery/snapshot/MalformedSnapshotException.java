package io.mcp.discovery.snapshot;

import java.io.IOException;

/** A file that is no snapshot, or a damaged one, or one of another format. */
final class MalformedSnapshotException extends IOException {

	private static final long serialVersionUID = 1L;

	MalformedSnapshotException(String message) {
		super(message);
	}

}
