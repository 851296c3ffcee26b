package io.mcp.registry.instance;

/**
 * Text from a request in the form in which messages repeat it: within quotation marks,
 * cut to a bearable length, with everything escaped that could not be seen, or not be
 * encoded again.
 */
public final class Quoted {

	private static final int LONGEST = 64;

	private Quoted() {
	}

	/** The text, quoted. */
	public static String of(String text) {
		String escaped = escaped(text);
		int length = text.codePointCount(0, text.length());
		return "'" + escaped + ((length > LONGEST) ? "…' (" + length + " characters)" : "'");
	}

	/** The same without quotation marks, for names of fields. */
	public static String escaped(String text) {
		StringBuilder out = new StringBuilder();
		text.codePoints().limit(LONGEST).forEach((character) -> {
			if (isVisible(character)) {
				out.appendCodePoint(character);
			}
			else {
				out.append(String.format("\\u%04X", character));
			}
		});
		return out.toString();
	}

	private static boolean isVisible(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
