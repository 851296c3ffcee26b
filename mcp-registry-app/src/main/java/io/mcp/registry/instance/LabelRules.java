package io.mcp.registry.instance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.mcp.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of what users write about an instance: metadata, tags, zone, version. Any
 * visible text in any script; control characters nowhere, tabs and line ends included,
 * because these values end up in headers, logs and metric labels.
 */
final class LabelRules {

	private LabelRules() {
	}

	static void checkLabel(String field, @Nullable String label, FieldErrors errors) {
		if (label != null) {
			checkText(field, label, 1, Limits.MAX_LABEL, errors);
		}
	}

	static void checkTags(String field, List<String> tags, FieldErrors errors) {
		if (tags.size() > Limits.MAX_TAGS) {
			errors.add(field, "has " + tags.size() + " entries (expected: at most " + Limits.MAX_TAGS + ")");
			return;
		}
		for (int i = 0; i < tags.size(); i++) {
			checkText(field + '[' + i + ']', tags.get(i), 1, Limits.MAX_LABEL, errors);
		}
	}

	static void checkMetadata(String field, Map<String, String> metadata, FieldErrors errors) {
		if (metadata.size() > Limits.MAX_METADATA_ENTRIES) {
			errors.add(field,
					"has " + metadata.size() + " entries (expected: at most " + Limits.MAX_METADATA_ENTRIES + ")");
			return;
		}
		long bytes = 0;
		for (Map.Entry<String, String> entry : metadata.entrySet()) {
			checkEntry(field, entry.getKey(), entry.getValue(), errors);
			bytes += bytesOf(entry.getKey()) + bytesOf(entry.getValue());
		}
		if (bytes > Limits.MAX_METADATA_BYTES) {
			errors.add(field, "has " + bytes + " bytes in all (expected: at most " + Limits.MAX_METADATA_BYTES + ")");
		}
	}

	static void checkEntry(String field, String key, String value, FieldErrors errors) {
		String path = field + '.' + Quoted.escaped(key);
		String badKey = problemWith(key, 1, Limits.MAX_METADATA_KEY);
		if (badKey != null) {
			errors.add(path, "key " + badKey);
		}
		checkText(path, value, 0, Limits.MAX_METADATA_VALUE, errors);
	}

	static void checkText(String field, String text, int shortest, int longest, FieldErrors errors) {
		String problem = problemWith(text, shortest, longest);
		if (problem != null) {
			errors.add(field, problem);
		}
	}

	/** Does not repeat the text: metadata may hold what logs should not. */
	private static @Nullable String problemWith(String text, int shortest, int longest) {
		int length = text.codePointCount(0, text.length());
		if (length < shortest || length > longest) {
			return "has " + length + " characters (expected: " + shortest + " to " + longest + ")";
		}
		int position = 0;
		for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
			position++;
			int character = text.codePointAt(i);
			if (Character.isISOControl(character)) {
				return String.format("has the control character U+%04X at position %d (expected: none)", character,
						position);
			}
			if (Character.getType(character) == Character.SURROGATE) {
				return String.format("has half a surrogate pair, U+%04X, at position %d (expected: whole characters)",
						character, position);
			}
		}
		return null;
	}

	private static int bytesOf(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
