package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The board in Redis: one hash for each change, see {@link RegistryKeys}. */
final class RedisAcknowledgementBoard implements AcknowledgementBoard {

	private static final String REPLICA = "replica:";

	private static final String STREAM = "stream:";

	private static final byte[] KEPT = bytes(Integer.toString(KEPT_SECONDS));

	private final StoreConnection connection;

	private final RegistryKeys keys;

	private final LuaScript noteScript = new LuaScript("note.lua");

	RedisAcknowledgementBoard(StoreConnection connection, RegistryKeys keys) {
		this.connection = connection;
		this.keys = keys;
	}

	@Override
	public CompletionStage<Void> report(int partition, long revision, String replica, Tally tally) {
		return note(partition, revision, REPLICA + replica, tally.subscribers() + "/" + tally.acknowledged());
	}

	@Override
	public CompletionStage<Void> forward(int partition, long revision, String watchId) {
		return note(partition, revision, STREAM + watchId, "1");
	}

	@Override
	public CompletionStage<Page> read(int partition, long revision) {
		return StoreFailures.asking(() -> this.connection.shared()
			.hgetall(this.keys.acknowledgements(partition, revision))
			.thenApply(RedisAcknowledgementBoard::page));
	}

	private CompletionStage<Void> note(int partition, long revision, String field, String value) {
		String[] board = { this.keys.acknowledgements(partition, revision) };
		return StoreFailures
			.asking(() -> this.noteScript.run(this.connection.shared(), board, bytes(field), bytes(value), KEPT)
				.thenAccept((done) -> {
				}));
	}

	private static Page page(Map<String, byte[]> fields) {
		Map<String, Tally> tallies = new HashMap<>();
		Set<String> forwarded = new HashSet<>();
		fields.forEach((field, value) -> {
			if (field.startsWith(REPLICA)) {
				tallies.put(field.substring(REPLICA.length()), tally(new String(value, StandardCharsets.UTF_8)));
			}
			else if (field.startsWith(STREAM)) {
				forwarded.add(field.substring(STREAM.length()));
			}
		});
		return new Page(tallies, forwarded);
	}

	private static Tally tally(String text) {
		int slash = text.indexOf('/');
		return new Tally(Integer.parseInt(text, 0, slash, 10), Integer.parseInt(text, slash + 1, text.length(), 10));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
