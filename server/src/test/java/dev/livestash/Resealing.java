package dev.livestash;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What whoever has the key can seal, though no server of ours does; each way with its name. */
final class Resealing {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> HEADER = List.of("alg", "enc", "kid", "typ");
  private static final List<String> TEXTS = List.of("iss", "aud", "sub", "sid", "own");
  private static final List<String> NUMBERS =
      List.of("ver", "sst", "gen", "seq", "seen", "iat", "exp");
  private static final List<String> NO_TEXTS = List.of("null", "5", "{}");
  private static final List<String> NO_NUMBERS =
      List.of("null", "\"5\"", "{}", "1.0", "1e3", "-1", "9007199254740991", "9223372036854775807");

  private final Map<String, String> cells = new TreeMap<>();
  private final Forge forge;
  private final byte[] payload;
  private final String plaintext;

  private Resealing(Forge forge, String token) {
    this.forge = forge;
    this.payload = forge.payload(token);
    this.plaintext = forge.plaintext(token);
  }

  /** A token under other headers. */
  static Map<String, String> headers(Forge forge, String token) {
    Resealing made = new Resealing(forge, token);
    HEADER.forEach(made::member);
    made.algorithms();
    made.compressions();
    made.shapes();
    return made.cells;
  }

  /** A token with other claims, of which none can be a server's. */
  static Map<String, String> claims(Forge forge, String token) {
    Resealing made = new Resealing(forge, token);
    TEXTS.forEach(name -> made.claim(name, NO_TEXTS));
    NUMBERS.forEach(name -> made.claim(name, NO_NUMBERS));
    made.claim("sid", List.of("\"\"", "\"short\"", "\"AAAAAAAAAAAAAAAAAAAAA=\""));
    made.claim("own", List.of("\"\"", "\"short\"", "\"AAAAAAAAAA=\""));
    List.of("gen", "seq", "ver").forEach(name -> made.claim(name, List.of("0")));
    made.claim("ver", List.of("4294967297"));
    made.plaintexts();
    return made.cells;
  }

  // --- headers

  private void header(String name, String json) {
    cells.put("a header " + name, forge.seal(json, payload));
  }

  private void header(String name, UnaryOperator<String> change) {
    header(name, change.apply(forge.header()));
  }

  private static UnaryOperator<String> with(String members) {
    return json -> "{" + members + "," + json.substring(1);
  }

  private static UnaryOperator<String> without(String name) {
    return json -> changed(json, node -> node.remove(name));
  }

  private static UnaryOperator<String> set(String name, String value) {
    return json -> changed(json, node -> node.set(name, JSON.readTree(value)));
  }

  private static String changed(String json, java.util.function.Consumer<ObjectNode> change) {
    ObjectNode node = (ObjectNode) JSON.readTree(json);
    JsonNode state = node.remove("state");
    change.accept(node);
    if (state != null) {
      node.set("state", state);
    }
    return node.toString();
  }

  private void member(String name) {
    String value = JSON.readTree(forge.header()).get(name).toString();
    header("without " + name, without(name));
    header("with " + name + " twice", with("\"" + name + "\":" + value));
    header("with another " + name + " before", with("\"" + name + "\":\"x\""));
    for (String odd : List.of("null", "5", "\"\"", "\"x\"", "[" + value + "]", "{}", "true")) {
      header("whose " + name + " is " + odd, set(name, odd));
    }
  }

  private void algorithms() {
    for (String alg :
        List.of("none", "dir", "A128KW", "A256GCMKW", "RSA1_5", "PBES2-HS256+A128KW")) {
      header("whose alg is " + alg, set("alg", "\"" + alg + "\""));
    }
    for (String enc : List.of("A128GCM", "A256CBC-HS512", "XC20P")) {
      header("whose enc is " + enc, set("enc", "\"" + enc + "\""));
    }
    header("with crit", with("\"crit\":[\"zc\"]"));
    header("with an empty crit", with("\"crit\":[]"));
    header("with b64", with("\"b64\":false,\"crit\":[\"b64\"]"));
    header("whose typ is JWT", set("typ", "\"JWT\""));
  }

  private void compressions() {
    header("without zc", without("zc"));
    header("with zip and zc", with("\"zip\":\"DEF\""));
    header("whose zip is of zstd", json -> set("zip", "\"DEF\"").apply(without("zc").apply(json)));
    for (String odd : List.of("null", "5", "\"\"", "\"x\"", "[\"zstd\"]", "{}")) {
      header("whose zc is " + odd, set("zc", odd));
      header("whose zip is " + odd, json -> set("zip", odd).apply(without("zc").apply(json)));
      header("whose zd is " + odd, set("zd", odd));
    }
    header("with zc twice", with("\"zc\":\"zstd\""));
    for (String odd : List.of("\"b:\"", "\"b:1.1\"", "\"b:1\"", "\"nodict\"")) {
      header("whose zd is " + odd, set("zd", odd));
    }
  }

  private void shapes() {
    String deep = "[".repeat(9_000) + "]".repeat(9_000);
    header("that is deep", with("\"x\":" + deep));
    header(
        "that is very deep", with("\"x\":" + "{\"x\":".repeat(40_000) + "1" + "}".repeat(40_000)));
    header("that is huge", with("\"x\":\"" + "x".repeat(100_000) + "\""));
    header("with a huge kid", set("kid", "\"" + "x".repeat(100_000) + "\""));
    header("with a huge number", with("\"x\":" + "9".repeat(100_000)));
    header("with a huge exponent", with("\"x\":1e999999999"));
    for (String odd : List.of("", "null", "[]", "\"\"", "5", "{}", "{", "{\"alg\"}", "\u0000")) {
      header("that is '" + odd + "'", odd);
    }
    header("with more behind", json -> json + "{}");
    header("with a comment", json -> "/* */" + json);
    header("with a byte order mark", json -> "\uFEFF" + json);
  }

  // --- claims

  private void plaintext(String name, UnaryOperator<String> change) {
    cells.put("claims " + name, forge.seal(change.apply(plaintext)));
  }

  private void claim(String name, List<String> odd) {
    String value = JSON.readTree(plaintext).get(name).toString();
    if (!name.equals("sub")) {
      plaintext("without " + name, without(name));
    }
    plaintext("with " + name + " twice", with("\"" + name + "\":" + value));
    odd.forEach(other -> plaintext("whose " + name + " is " + other, set(name, other)));
  }

  private void plaintexts() {
    plaintext(
        "without a state", json -> changed(json, node -> {}).replaceFirst(",\"state\".*", "}"));
    plaintext("with more behind the state", json -> json.replaceFirst("}$", ",\"exp\":1}"));
    plaintext("with two states", json -> json.replaceFirst("}$", ",\"state\":{}}"));
    plaintext("with a rest behind the state", json -> json.replaceFirst("}$", ",\"rest\":\"x\"}"));
    plaintext("that end before the state does", json -> json.substring(0, json.length() - 1));
    plaintext("with more behind", json -> json + "{}");
    plaintext("in an array", json -> "[" + json + "]");
    plaintext(
        "of a state of another type",
        json -> json.replaceFirst("\"state\":.*", "\"state\":[[1]]}"));
    plaintext("of refused events that are none", set("refused", "\"1 \""));
    plaintext("of refused events that are a number", set("refused", "1"));
    plaintext("of refused events that are very many", set("refused", "\"" + many() + "\""));
    plaintext("with a claim that is an object", with("\"x\":{}"));
    plaintext("with very many claims", with(names()));
    for (String odd : List.of("", "null", "[]", "5", "{}", "{\"state\":{}}", "\u0000")) {
      plaintext("that are '" + odd + "'", json -> odd);
    }
    cells.put("a payload that is no Zstandard", forge.seal(forge.header(), new byte[] {1, 2, 3}));
    cells.put("no payload", forge.seal(forge.header(), new byte[0]));
  }

  private static String many() {
    return "1 failed" + ", 1 failed".repeat(500);
  }

  private static String names() {
    StringBuilder names = new StringBuilder("\"x\":1");
    for (int i = 0; i < 100; i++) {
      names.append(",\"x").append(i).append("\":1");
    }
    return names.toString();
  }

  /**
   * The same, where the state rests in a store: of tokens that are refused before that is asked.
   */
  static Map<String, String> references(Forge forge, String token) {
    Resealing made = new Resealing(forge, token);
    String claims = made.plaintext.replaceFirst(Pattern.quote(",\"state\":") + ".*", ",\"rest\":");
    for (String odd : List.of("null", "5", "{}", "[]", "\"" + "k".repeat(129) + "\"", "")) {
      String shown = odd.length() > 20 ? "too long" : odd;
      made.cells.put("a rest that is " + shown, forge.seal(claims + odd + "}"));
    }
    made.cells.put("a rest that is not there", forge.seal(claims + "\"" + "k".repeat(40) + "\"}"));
    made.cells.put("a rest with more behind", forge.seal(claims + "\"key\",\"gen\":9}"));
    return made.cells;
  }
}
