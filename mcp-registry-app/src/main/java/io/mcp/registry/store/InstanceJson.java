package io.mcp.registry.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import io.mcp.registry.instance.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records to and from JSON. Records leave without their beginning, the revision, because
 * only the script that stores them knows it. Thread-safe.
 */
final class InstanceJson {

	private static final Logger logger = LoggerFactory.getLogger(InstanceJson.class);

	private static final byte[] BEGINNING = "{\"revision\":0,".getBytes(StandardCharsets.UTF_8);

	private final ObjectWriter writer;

	private final ObjectReader reader;

	InstanceJson(JsonMapper json) {
		this.writer = json.writerFor(Instance.class);
		this.reader = json.readerFor(Instance.class);
	}

	/** What follows the revision. */
	byte[] withoutRevision(Instance instance) {
		byte[] whole = this.writer.writeValueAsBytes(instance.atRevision(0));
		if (!Arrays.equals(whole, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length)) {
			throw new IllegalStateException("A record must begin with its revision");
		}
		return Arrays.copyOfRange(whole, BEGINNING.length, whole.length);
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
