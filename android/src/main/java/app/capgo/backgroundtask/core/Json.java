package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes strict JSON as plain maps, lists, strings, Long, Double and Boolean. A number that neither Long nor Double holds exactly becomes
 * Digits. org.json is not used for the state file, because it accepts text that is not JSON, and overflows the stack on deep nesting.
 */
public final class Json {

    private static final int DEEPEST = 64;
    /** A double holds every number of 15 decimal digits exactly; a text of so many characters, sign, point and exponent included, has no more. */
    private static final int EXACT_LENGTH = 17;

    /** Keeps a number as it was written, so that a record of a later version can be written back unchanged. */
    public record Digits(String text) {
        public boolean isWholeAndPositive() {
            return text.matches("[0-9]+");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String text;
    private int at = 0;

    private Json(String text) {
        this.text = text;
    }

    /** Parses a text. Throws IllegalArgumentException, and nothing else, when it is not JSON. */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.blank();
        if (json.at != text.length()) throw json.wrong();
        return value;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) throw wrong();
        blank();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        at++;
        blank();
        if (taken('}')) return fields;
        do {
            blank();
            if (peek() != '"') throw wrong();
            String key = string();
            blank();
            if (!taken(':')) throw wrong();
            fields.put(key, value(depth + 1));
            blank();
        } while (taken(','));
        if (!taken('}')) throw wrong();
        return fields;
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        at++;
        blank();
        if (taken(']')) return items;
        do {
            items.add(value(depth + 1));
            blank();
        } while (taken(','));
        if (!taken(']')) throw wrong();
        return items;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        for (at++; ; at++) {
            char c = peek();
            if (c < ' ') throw wrong();
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            at++;
            char escaped = peek();
            int simple = "\"\\/bfnrt".indexOf(escaped);
            if (simple >= 0) {
                out.append("\"\\/\b\f\n\r\t".charAt(simple));
            } else if (escaped == 'u' && text.length() - at > 4 && text.substring(at + 1, at + 5).matches("[0-9a-fA-F]{4}")) {
                out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else {
                throw wrong();
            }
        }
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
        String digits = text.substring(from, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) throw wrong();
        if (digits.length() > EXACT_LENGTH) return new Digits(digits);
        double value = Double.parseDouble(digits);
        boolean isTooSmall = value == 0 && digits.matches("[^eE]*[1-9].*");
        if (Double.isInfinite(value) || isTooSmall) return new Digits(digits);
        if (value != Math.rint(value)) return value;
        return Math.abs(value) <= 9_007_199_254_740_991d ? (Object) (long) value : new Digits(digits);
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) throw wrong();
        at += word.length();
        return value;
    }

    private char peek() {
        if (at >= text.length()) throw wrong();
        return text.charAt(at);
    }

    private boolean taken(char c) {
        if (at >= text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON at character " + at + " of " + text.length());
    }

    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> fields) {
            String separator = "{";
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                quote((String) field.getKey(), out.append(separator));
                write(field.getValue(), out.append(':'));
                separator = ",";
            }
            out.append(fields.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> items) {
            out.append('[');
            for (int i = 0; i < items.size(); i++) write(items.get(i), i == 0 ? out : out.append(','));
            out.append(']');
        } else if (value instanceof String string) {
            quote(string, out);
        } else {
            out.append(value);
        }
    }

    /** Escapes lone surrogates too, because written as UTF-8 they would come back as another character. */
    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c)) appendEscape(c, out);
            else out.append(c);
        }
        out.append('"');
    }

    private static void appendEscape(char c, StringBuilder out) {
        String hex = Integer.toHexString(c);
        out.append("\\u")
            .append("0000", 0, 4 - hex.length())
            .append(hex);
    }
}
