package dev.livestash.internal.inspect;

import dev.livestash.internal.inspect.Inspection.Kind;
import dev.livestash.internal.inspect.Inspection.Open;
import dev.livestash.internal.inspect.Inspection.Reason;
import dev.livestash.internal.inspect.Inspection.Shut;
import dev.livestash.internal.inspect.Inspection.Sizes;
import dev.livestash.internal.pack.Inflated;
import dev.livestash.internal.pack.Unpacking;
import dev.livestash.internal.state.Patches;
import dev.livestash.internal.token.Anatomy;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opened;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealing;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Opens tokens, whatever their claims say: also those that no server would take any more. */
final class Inspector {
  /** Twice what a server stores by default; a token is of ASCII characters. */
  static final int MAX_TOKEN_CHARS = 32 << 20;

  /** Four times what a server lets a state have by default. */
  static final int MAX_PLAINTEXT_BYTES = 64 << 20;

  private final KeyRing keys;
  private final Opener opener;
  private final Unpacking unpacking;
  private final ClaimsCodec codec = new ClaimsCodec(JsonMapper.shared());

  Inspector(KeyRing keys, List<Dictionary> dictionaries) {
    this.keys = keys;
    this.opener = new Opener(keys, MAX_TOKEN_CHARS);
    this.unpacking = new Unpacking(dictionaries);
  }

  /** Looks into a token; a patch needs the whole token that it leans on. */
  Inspection inspect(String token, Optional<String> base) {
    if (token.length() > MAX_TOKEN_CHARS) {
      return shut(Reason.OVERSIZE, "It has more than " + MAX_TOKEN_CHARS + " characters.");
    }
    Anatomy anatomy = Anatomy.of(token);
    if (anatomy instanceof Anatomy.Whole whole) {
      return whole.sealing().isOfPatch()
          ? patch(token, whole, base)
          : unseal(token, whole).map(this::read);
    }
    return none(anatomy);
  }

  private static Shut none(Anatomy anatomy) {
    if (anatomy instanceof Anatomy.Truncated) {
      return shut(
          Reason.TRUNCATED,
          "It begins as a token does, and its end is missing: copy all of it, to the last character.");
    }
    return anatomy instanceof Anatomy.Other other
        ? new Shut(
            Reason.OTHER_KIND,
            "It is a JWE of another kind than LiveStash's.",
            Optional.of(other.header()))
        : shut(
            Reason.NO_TOKEN,
            "It is no token: five parts of base64url with a dot between them, without quotes and spaces.");
  }

  private static Shut shut(Reason reason, String sentence) {
    return new Shut(reason, sentence, Optional.empty());
  }

  /** A token whose seal is good, or why it is not opened. */
  private sealed interface Unsealed {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Good(String header, Sealing sealing, byte[] plaintext, Sizes sizes)
        implements Unsealed {}

    record Bad(Shut shut) implements Unsealed {}

    default Inspection map(Function<Good, Inspection> next) {
      return this instanceof Good good ? next.apply(good) : ((Bad) this).shut();
    }
  }

  private Unsealed unseal(String token, Anatomy.Whole whole) {
    Sealing sealing = whole.sealing();
    Opened opened = opener.open(token);
    if (opened instanceof Opened.Valid valid) {
      return unpack(token, whole, valid.payload());
    }
    return keys.find(sealing.kid()).isPresent()
        ? bad(
            whole,
            Reason.TAMPERED,
            "Its seal does not fit: a character of it was changed, or the key \""
                + sealing.kid()
                + "\" in the file is another one of that name.")
        : bad(
            whole,
            Reason.UNKNOWN_KEY,
            "It was sealed with the key \""
                + sealing.kid()
                + "\"; the file has "
                + String.join(", ", keys.kids())
                + ".");
  }

  private Unsealed unpack(String token, Anatomy.Whole whole, byte[] payload) {
    Sealing sealing = whole.sealing();
    // A patch names its base where others name a dictionary.
    Unpacking.Named named =
        new Unpacking.Named(
            sealing.compression(),
            sealing.method(),
            sealing.dictionary().filter(name -> !sealing.isOfPatch()));
    if (!unpacking.knows(named)) {
      return bad(
          whole,
          Reason.UNKNOWN_DICTIONARY,
          "It was compressed in a way that is not known here: name the dictionary's file with --dictionary.");
    }
    Inflated inflated = unpacking.inflate(payload, named, MAX_PLAINTEXT_BYTES);
    if (inflated instanceof Inflated.Plain plain) {
      int padding = Unpacking.paddingBytes(payload, named);
      Sizes sizes = new Sizes(token.length(), payload.length, padding, plain.bytes().length);
      return new Unsealed.Good(whole.header(), sealing, plain.bytes(), sizes);
    }
    return bad(whole, reason(inflated), "Its seal is good, and its content is " + fault(inflated));
  }

  private static Unsealed bad(Anatomy.Whole whole, Reason reason, String sentence) {
    return new Unsealed.Bad(new Shut(reason, sentence, Optional.of(whole.header())));
  }

  private static Reason reason(Inflated inflated) {
    return inflated instanceof Inflated.TooLarge ? Reason.OVERSIZE : Reason.CORRUPT;
  }

  private static String fault(Inflated inflated) {
    return inflated instanceof Inflated.TooLarge
        ? "more than " + MAX_PLAINTEXT_BYTES + " bytes."
        : "not what its header says.";
  }

  private Inspection read(Unsealed.Good token) {
    return read(token, token.plaintext(), Optional.empty());
  }

  private Inspection read(Unsealed.Good token, byte[] plaintext, Optional<Open> base) {
    return codec
        .read(plaintext)
        .<Inspection>map(parsed -> open(token, plaintext, base, parsed))
        .orElseGet(
            () ->
                new Shut(
                    Reason.CORRUPT,
                    "Its seal is good, and there are no claims in it.",
                    Optional.of(token.header())));
  }

  private static Open open(
      Unsealed.Good token, byte[] plaintext, Optional<Open> base, ClaimsCodec.Parsed parsed) {
    Claims claims = parsed.claims();
    if (parsed instanceof ClaimsCodec.Parsed.Snapshot at) {
      Kind kind = base.isPresent() ? Kind.PATCH : Kind.WHOLE;
      String state =
          new String(plaintext, at.stateOffset(), at.stateLength(), StandardCharsets.UTF_8);
      return new Open(token.header(), kind, claims, token.sizes(), base, state, plaintext);
    }
    String key = ((ClaimsCodec.Parsed.Reference) parsed).key();
    return new Open(token.header(), Kind.REFERENCE, claims, token.sizes(), base, key, plaintext);
  }

  private Inspection patch(String token, Anatomy.Whole whole, Optional<String> base) {
    return unseal(token, whole).map(good -> patch(good, base));
  }

  private Inspection patch(Unsealed.Good patch, Optional<String> base) {
    String place = placeOfBase(patch);
    if (base.isEmpty()) {
      return of(
          patch,
          Reason.NEEDS_BASE,
          "It is a patch against the snapshot " + place + ": name that token with --base.");
    }
    Inspection under = inspect(base.get(), Optional.empty());
    if (under instanceof Open open) {
      return isBase(open, place)
          ? on(open, patch)
          : of(
              patch,
              Reason.WRONG_BASE,
              "It is a patch against the snapshot %s, and the base is %s."
                  .formatted(place, Report.place(open)));
    }
    Shut shut = (Shut) under;
    return of(patch, shut.reason(), "Of the base: " + shut.sentence());
  }

  private static boolean isBase(Open base, String place) {
    return base.kind() == Kind.WHOLE && Report.place(base).equals(place);
  }

  private static String placeOfBase(Unsealed.Good patch) {
    return patch.sealing().dictionary().orElse("").substring(Sealing.BASE_PREFIX.length());
  }

  private static Shut of(Unsealed.Good token, Reason reason, String sentence) {
    return new Shut(reason, sentence, Optional.of(token.header()));
  }

  private Inspection on(Open base, Unsealed.Good patch) {
    Inflated made =
        Patches.apply(
            base.plaintext(), patch.plaintext(), base.claims().own(), MAX_PLAINTEXT_BYTES);
    if (made instanceof Inflated.Plain plain) {
      return read(patch, plain.bytes(), Optional.of(base));
    }
    return made instanceof Inflated.TooLarge
        ? of(patch, Reason.OVERSIZE, "What it makes of its base is " + fault(made))
        : of(
            patch,
            Reason.WRONG_BASE,
            "It does not fit the base: that is of another instance, or of another session of it.");
  }
}
