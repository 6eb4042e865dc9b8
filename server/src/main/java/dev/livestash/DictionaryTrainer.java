package dev.livestash;

import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.zstd.ZstdDictionaries;
import dev.livestash.settings.Dictionary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a dictionary of an application's own states. What many samples have in common is in it, and
 * it is no secret: samples must not hold what is.
 */
public final class DictionaryTrainer {
  /** How large {@code ./dev train-dictionary} lets a dictionary become. */
  private static final int DEFAULT_MAX_BYTES = 8 << 10;

  private static final int SID_BYTES = 16;
  private static final int OWN_BYTES = 8;
  private static final long YEAR_2026 = 1_767_225_600;
  private static final int YEAR_SECONDS = 31_536_000;

  // Not for secrets: the same samples give the same dictionary.
  private final Random random = new Random(1);
  private final JsonMapper mapper = JsonMapper.shared();
  private final ClaimsCodec codec = new ClaimsCodec(mapper);

  private DictionaryTrainer() {}

  /**
   * The arguments: a folder of states, a JSON file each; the file to write; and perhaps how many
   * bytes at most.
   *
   * @param args a folder, a file, maybe a number
   */
  public static void main(String[] args) {
    int maxBytes = args.length > 2 ? Integer.parseInt(args[2]) : DEFAULT_MAX_BYTES;
    Dictionary dictionary = train(read(Path.of(args[0])), maxBytes);
    dictionary.save(Path.of(args[1]));
    System.out.println(args[1] + " holds " + dictionary);
  }

  private static List<byte[]> read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<byte[]> states = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        states.add(Files.readAllBytes(file));
      }
      return states;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Makes a dictionary.
   *
   * @param states samples, each as JSON: a hundred or more, a hundred times as many bytes as the
   *     dictionary shall have
   * @param maxBytes how large it may become, {@value Dictionary#MIN_BYTES} to {@value
   *     Dictionary#MAX_BYTES}
   * @return the dictionary
   * @throws IllegalArgumentException if the size is out of these bounds, or the samples are too few
   *     or have nothing in common
   */
  public static Dictionary train(List<byte[]> states, int maxBytes) {
    if (maxBytes < Dictionary.MIN_BYTES || maxBytes > Dictionary.MAX_BYTES) {
      throw new IllegalArgumentException(
          "A dictionary has "
              + Dictionary.MIN_BYTES
              + " to "
              + Dictionary.MAX_BYTES
              + " bytes; "
              + maxBytes
              + " is not.");
    }
    DictionaryTrainer trainer = new DictionaryTrainer();
    List<byte[]> plaintexts = states.stream().map(trainer::plaintext).toList();
    return Dictionary.of(ZstdDictionaries.train(plaintexts, maxBytes));
  }

  /** A state as it stands in a token, behind claims. */
  private byte[] plaintext(byte[] state) {
    ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    try (JsonGenerator out = mapper.createGenerator(plaintext)) {
      codec.write(out, claims());
      out.writeRawValue(new String(state, StandardCharsets.UTF_8));
      out.writeEndObject();
    }
    return plaintext.toByteArray();
  }

  private Claims claims() {
    long now = YEAR_2026 + random.nextInt(YEAR_SECONDS);
    return new Claims(
        "livestash",
        id(random.nextInt(OWN_BYTES) + 1),
        Optional.empty(),
        id(SID_BYTES),
        id(OWN_BYTES),
        1 + random.nextInt(9),
        1 + random.nextInt(99),
        random.nextInt(99),
        1,
        now,
        now + 86_400,
        now - random.nextInt(9_999));
  }

  private String id(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
