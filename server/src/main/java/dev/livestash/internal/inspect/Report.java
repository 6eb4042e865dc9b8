package dev.livestash.internal.inspect;

import dev.livestash.internal.inspect.Inspection.Kind;
import dev.livestash.internal.inspect.Inspection.Open;
import dev.livestash.internal.inspect.Inspection.Shut;
import dev.livestash.internal.inspect.Inspection.Sizes;
import dev.livestash.internal.token.Claims;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** What an inspection prints. */
final class Report {
  private final Instant now;
  private final StringBuilder out = new StringBuilder();

  private Report(Instant now) {
    this.now = now;
  }

  static String of(Inspection inspection, Instant now) {
    Report report = new Report(now);
    if (inspection instanceof Open open) {
      report.open(open);
    } else {
      report.shut((Shut) inspection);
    }
    return report.out.toString();
  }

  /** Where a snapshot stands in the history of its instance, as a patch names it. */
  static String place(Open token) {
    return token.claims().gen() + "." + token.claims().seq();
  }

  private void shut(Shut shut) {
    shut.header().ifPresent(header -> line("header", PrettyJson.plain(header)));
    line("not opened", shut.reason().word());
    out.append(PrettyJson.plain(shut.sentence())).append('\n');
  }

  private void open(Open token) {
    line("header", PrettyJson.plain(token.header()));
    line("kind", kind(token));
    out.append('\n');
    claims(token.claims());
    out.append('\n');
    sizes(token);
    out.append('\n');
    if (token.kind() != Kind.REFERENCE) {
      out.append(PrettyJson.of(token.content())).append('\n');
    }
  }

  private static String kind(Open token) {
    return switch (token.kind()) {
      case WHOLE -> "base: the whole snapshot " + place(token);
      case PATCH ->
          "patch: the snapshot "
              + place(token)
              + ", against the base "
              + token.base().map(Report::place).orElse("");
      case REFERENCE ->
          "small: the state is not in it; it rests in a store as "
              + PrettyJson.plain(token.content());
    };
  }

  private void claims(Claims claims) {
    line("iss", claims.iss());
    line("aud", claims.aud());
    line("sub", claims.sub().orElse("none: it is bound to nobody"));
    line("sid", claims.sid());
    line("own", claims.own());
    line("gen", Long.toString(claims.gen()));
    line("seq", Long.toString(claims.seq()));
    line("seen", Long.toString(claims.seen()));
    line("ver", Integer.toString(claims.ver()));
    line("sst", time(claims.sst()));
    line("iat", time(claims.iat()));
    boolean isOver = claims.exp() <= now.getEpochSecond();
    line("exp", time(claims.exp()) + (isOver ? ", which is over" : ""));
    claims
        .refused()
        .forEach(event -> line("refused", "the event " + event.n() + ": " + event.error()));
  }

  /** What stands in a token may be any number, and a calendar ends. */
  private static String time(long seconds) {
    boolean isTime =
        Instant.MIN.getEpochSecond() <= seconds && seconds <= Instant.MAX.getEpochSecond();
    return seconds + (isTime ? " (" + Instant.ofEpochSecond(seconds) + ")" : "");
  }

  private void sizes(Open token) {
    Sizes sizes = token.sizes();
    line("token", bytes(sizes.token()));
    line("compressed", bytes(sizes.packed() - sizes.padding()));
    line("padding", bytes(sizes.padding()));
    if (token.base().isPresent()) {
      line("patch", bytes(sizes.unpacked()));
      line("base's token", bytes(token.base().get().sizes().token()));
    }
    line("plaintext", bytes(token.plaintext().length));
    if (token.kind() != Kind.REFERENCE) {
      line("state", bytes(token.content().getBytes(StandardCharsets.UTF_8).length));
    }
  }

  private static String bytes(int count) {
    return String.format(Locale.ROOT, "%,d bytes", count);
  }

  private void line(String name, String value) {
    out.append(String.format(Locale.ROOT, "%-13s", name))
        .append(PrettyJson.plain(value))
        .append('\n');
  }
}
