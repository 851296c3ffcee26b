package io.mcp.registry.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * A JSON answer in the form in which it leaves the server. Thread-safe. The arrays are
 * shared: never write to them.
 */
public final class EncodedAnswer {

	private final byte[] json;

	private final String etag;

	private volatile byte @Nullable [] gzip;

	EncodedAnswer(byte[] json, long revision) {
		this.json = json;
		CRC32C checksum = new CRC32C();
		checksum.update(json);
		// The revision alone would not do: it starts again where the store was lost.
		this.etag = '"' + Long.toString(revision, 36) + '-' + Long.toString(checksum.getValue(), 36) + '"';
	}

	/** UTF-8 JSON. */
	public byte[] json() {
		return this.json;
	}

	/** The same compressed; made when first asked for. */
	public byte[] gzip() {
		byte[] kept = this.gzip;
		if (kept == null) {
			kept = compress(this.json);
			this.gzip = kept;
		}
		return kept;
	}

	/** Strong entity tag, with its quotation marks. */
	public String etag() {
		return this.etag;
	}

	private static byte[] compress(byte[] json) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4 + 64);
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Memory took no bytes", ex);
		}
		return bytes.toByteArray();
	}

}
