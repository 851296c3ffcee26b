package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import io.mcp.registry.instance.Instance;
import io.mcp.registry.instance.StatusOverride;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records to and from JSON. Records leave without their beginning, the revision, and
 * their end, an override, because only the script that stores them knows both.
 * Thread-safe.
 */
final class InstanceJson {

	private static final Logger logger = LoggerFactory.getLogger(InstanceJson.class);

	private static final byte[] BEGINNING = "{\"revision\":0,".getBytes(StandardCharsets.UTF_8);

	private final ObjectWriter writer;

	private final ObjectWriter overrideWriter;

	private final ObjectReader reader;

	InstanceJson(JsonMapper json) {
		this.writer = json.writerFor(Instance.class);
		this.overrideWriter = json.writerFor(StatusOverride.class);
		this.reader = json.readerFor(Instance.class);
	}

	/** What follows the revision, without an override, which is kept apart. */
	byte[] withoutRevision(Instance instance) {
		byte[] whole = this.writer.writeValueAsBytes(instance.atRevision(0).overridden(null));
		if (!Arrays.equals(whole, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length)) {
			throw new IllegalStateException("A record must begin with its revision");
		}
		return Arrays.copyOfRange(whole, BEGINNING.length, whole.length);
	}

	/** An override as it stands within a record. */
	byte[] override(StatusOverride override) {
		return this.overrideWriter.writeValueAsBytes(override);
	}

	/**
	 * Reads a record.
	 * @param json the record
	 * @param where it stands, for the log
	 * @return empty for what is no record, which somebody else must have written
	 */
	Optional<Instance> read(byte[] json, String where) {
		try {
			return Optional.of(this.reader.<Instance>readValue(json));
		}
		catch (JacksonException ex) {
			logger.warn("No readable record at {}: passed over ({})", where, ex.getOriginalMessage());
			return Optional.empty();
		}
	}

}
