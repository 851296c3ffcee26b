package io.mcp.discovery.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mcp.discovery.transport.RegistryJson;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.Limits;
import io.mcp.protocol.ServiceInstances;
import tools.jackson.core.JacksonException;

/**
 * The bytes of a snapshot: one line with the format's version and the SHA-256 of all that
 * follows it, then JSON. So {@code tail -n +2} shows the lists, and piped through
 * {@code sha256sum} the checksum. Thread-safe.
 * <p>
 * The checksum finds a file that was cut off, damaged or edited by mistake; against
 * forgers it is the folder's permissions that help.
 */
final class SnapshotFormat {

	/** The longest file that is written or read. */
	static final int MAX_BYTES = 32 * 1024 * 1024;

	private static final int VERSION = 1;

	private static final Pattern HEADER = Pattern.compile("MCP-SNAPSHOT (\\d{1,9})(?: sha256=([0-9a-f]{64}))?(?: .*)?");

	private static final int LONGEST_HEADER = 256;

	/**
	 * Encodes.
	 * @throws IOException if that would be too much, or cannot be written as JSON
	 */
	byte[] encode(Snapshot snapshot) throws IOException {
		byte[] payload = payload(snapshot);
		byte[] header = ("MCP-SNAPSHOT " + VERSION + " sha256=" + sha256(payload) + "\n")
			.getBytes(StandardCharsets.US_ASCII);
		if (header.length + payload.length > MAX_BYTES) {
			throw new IOException("the lists of " + snapshot.lists().size() + " services take " + payload.length
					+ " bytes (expected: at most " + MAX_BYTES + ")");
		}
		byte[] all = Arrays.copyOf(header, header.length + payload.length);
		System.arraycopy(payload, 0, all, header.length, payload.length);
		return all;
	}

	/**
	 * Decodes.
	 * @throws MalformedSnapshotException if these are not the bytes of a snapshot; the
	 * message tells why, as the end of a sentence
	 */
	Snapshot decode(byte[] bytes) throws MalformedSnapshotException {
		int lineEnd = endOfLine(bytes);
		Matcher header = HEADER.matcher(new String(bytes, 0, lineEnd, StandardCharsets.US_ASCII));
		if (!header.matches()) {
			throw new MalformedSnapshotException("it does not begin with 'MCP-SNAPSHOT " + VERSION + "'");
		}
		if (Integer.parseInt(header.group(1)) != VERSION) {
			throw new MalformedSnapshotException(
					"its format is version " + header.group(1) + " (expected: " + VERSION + ")");
		}
		byte[] payload = Arrays.copyOfRange(bytes, Math.min(lineEnd + 1, bytes.length), bytes.length);
		String checksum = sha256(payload);
		if (!checksum.equals(header.group(2))) {
			throw new MalformedSnapshotException(
					"its checksum is " + checksum + " (expected: " + header.group(2) + "), so it is damaged");
		}
		try {
			return checked(RegistryJson.MAPPER.readValue(payload, Snapshot.class));
		}
		catch (JacksonException ex) {
			throw new MalformedSnapshotException(
					"it holds something else than lists (" + ex.getOriginalMessage() + ")");
		}
	}

	private byte[] payload(Snapshot snapshot) throws IOException {
		try {
			return RegistryJson.MAPPER.writeValueAsBytes(snapshot);
		}
		catch (JacksonException ex) {
			throw new IOException("the lists cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static int endOfLine(byte[] bytes) {
		int bound = Math.min(bytes.length, LONGEST_HEADER);
		for (int i = 0; i < bound; i++) {
			if (bytes[i] == '\n') {
				return i;
			}
		}
		return bound;
	}

	private static Snapshot checked(Snapshot snapshot) throws MalformedSnapshotException {
		for (KnownList known : snapshot.lists()) {
			ServiceInstances list = known.list();
			boolean named = list != null && known.confirmedAt() != null
					&& Limits.NAME.matcher(String.valueOf(list.serviceName())).matches();
			if (!named || !list.instances().stream().allMatch(SnapshotFormat::isCallable)) {
				throw new MalformedSnapshotException(
						"a list in it lacks its service, its time or an address: " + known);
			}
		}
		return snapshot;
	}

	private static boolean isCallable(InstanceInfo instance) {
		return instance.instanceId() != null && instance.host() != null && instance.port() > 0;
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
