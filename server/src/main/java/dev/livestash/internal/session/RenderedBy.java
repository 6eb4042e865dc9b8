package dev.livestash.internal.session;

import dev.livestash.internal.wire.Params;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a render is made of beside the state, as a short text for tokens: the release, the
 * parameters, and who is there, as far as a view is told. Where all of that says the same, the same
 * is shown of a state.
 */
final class RenderedBy {
  private static final int BYTES = 12;

  private final MessageDigest digest;

  private RenderedBy(MessageDigest digest) {
    this.digest = digest;
  }

  /** May throw what the application's attributes throw when they are asked. */
  static String of(String release, Params params, Visitor visitor) {
    return new RenderedBy(sha256()).with(release, params, visitor);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String with(String release, Params params, Visitor visitor) {
    Surroundings surroundings = visitor.surroundings();
    add(release);
    add(params.json());
    add(visitor.binding());
    add(Optional.ofNullable(surroundings.principal()));
    add(surroundings.locale());
    add(surroundings.pathParameters());
    add(visitor.attributes());
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private void add(Map<String, ?> parts) {
    add(parts.size());
    new TreeMap<>(parts)
        .forEach(
            (name, part) -> {
              add(name);
              add((Object) part);
            });
  }

  /** By what it says of itself: what does not say much is another one each time. */
  private void add(Object part) {
    byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
    digest.update(text);
  }
}
