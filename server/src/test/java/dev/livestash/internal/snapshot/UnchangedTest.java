package dev.livestash.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.livestash.internal.state.BindResult;
import dev.livestash.view.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A tab that comes back and changes nothing is sent its new claims only. */
class UnchangedTest {
  private static final AtomicInteger WRITTEN = new AtomicInteger();

  /** What this release cannot write, though it has read it. */
  private static volatile String unwritable = "";

  record Told(String text) {
    @JsonValue
    String written() {
      WRITTEN.incrementAndGet();
      if (text.equals(unwritable)) {
        throw new IllegalStateException("not in this release");
      }
      return text;
    }
  }

  record Cell(Told text, List<Integer> numbers) {}

  record Sheet(String title, List<Cell> cells) {}

  /** What a tab holds. */
  private record Held(String token, Optional<String> patch) {}

  private final Random random = new Random(11);
  private long seq;

  private Cell cell() {
    String text = Long.toString(random.nextLong(), 36);
    return new Cell(new Told(text), List.of(random.nextInt(), random.nextInt()));
  }

  private Sheet sheet(int cells) {
    return new Sheet("of " + cells, IntStream.range(0, cells).mapToObj(i -> cell()).toList());
  }

  private Sheet edited(Sheet sheet) {
    List<Cell> cells = new ArrayList<>(sheet.cells());
    switch (random.nextInt(3)) {
      case 0 -> cells.set(random.nextInt(cells.size()), cell());
      case 1 -> cells.add(random.nextInt(cells.size()), cell());
      default -> cells.remove(random.nextInt(cells.size()));
    }
    return new Sheet(sheet.title(), List.copyOf(cells));
  }

  /** One server after the other, and what is in its memory of the tab. */
  private final class Server {
    final PatchBase<Object> base;
    final Sheet state;

    Server(TwoNodes nodes, Held held) {
      this(nodes, held, nodes.commitPath(Sheet.class));
    }

    Server(TwoNodes nodes, Held held, CommitPath<Object> commits) {
      RestorePath<Object> path = nodes.restorePath(Sheet.class);
      Restore.Verified brought = TwoNodes.opened(path, held.token(), held.patch());
      state = (Sheet) ((BindResult.Fit<Object>) path.bind(brought)).state();
      base = new PatchBase<>(commits);
      base.joined(Outcome.RESTORED, brought.held().whole(), state);
    }

    Commit.Sealed seal() {
      return seal(state);
    }

    Commit.Sealed seal(Sheet now) {
      Commit.Sealed sealed = (Commit.Sealed) base.seal(TwoNodes.claims(++seq), now);
      base.sent(sealed);
      return sealed;
    }
  }

  private Held whole(TwoNodes nodes, Sheet state) {
    Commit commit = nodes.commitPath(Sheet.class).commit(TwoNodes.claims(++seq), state, null);
    return new Held(((Commit.Sealed) commit).token(), Optional.empty());
  }

  private static Held after(Held held, Commit.Sealed sealed) {
    return sealed.isPatch()
        ? new Held(held.token(), Optional.of(sealed.token()))
        : new Held(sealed.token(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isThereAfterAnyNumberOfServersAndEdits(boolean inDevelopment) {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), inDevelopment);
    Sheet state = sheet(300);
    Held held = whole(nodes, state);
    int patches = 0;
    for (int round = 0; round < 60; round++) {
      Server server = new Server(nodes, held);
      assertThat(server.state).isEqualTo(state);
      for (int again = random.nextInt(3); again >= 0; again--) {
        Commit.Sealed sealed = server.seal(server.state);
        assertThat(sealed.isPatch()).isTrue();
        held = after(held, sealed);
        assertThat(new Server(nodes, held).state).isEqualTo(state);
      }
      state = server.state;
      for (int edit = random.nextInt(3); edit > 0; edit--) {
        state = edited(state);
        Commit.Sealed sealed = server.seal(state);
        patches += sealed.isPatch() ? 1 : 0;
        held = after(held, sealed);
        assertThat(new Server(nodes, held).state).isEqualTo(state);
      }
    }
    assertThat(patches).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereItCannotBeWrittenTheNextOneCan(boolean inDevelopment) {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), inDevelopment);
    Sheet before = sheet(30);
    Server server = new Server(nodes, whole(nodes, before));
    unwritable = before.cells().get(0).text().text();
    try {
      assertThat(server.base.seal(TwoNodes.claims(++seq), server.state))
          .isInstanceOf(Commit.Unsealed.class);
      Sheet now = new Sheet(before.title(), before.cells().subList(1, 30));
      Commit.Sealed sealed = server.seal(now);
      assertThat(new Server(nodes, new Held(sealed.token(), Optional.empty())).state)
          .isEqualTo(now);
    } finally {
      unwritable = "";
    }
  }

  @Test
  void isNotWritten() {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), false);
    Held held = whole(nodes, sheet(300));
    CommitPath<Object> path = nodes.commitPath(Sheet.class);
    for (int i = 0; i < CommitPath.PROBATION; i++) {
      new Server(nodes, held, path).seal();
    }
    Server server = new Server(nodes, held, path);
    WRITTEN.set(0);
    Commit.Sealed sealed = server.seal(server.state);
    assertThat(WRITTEN).hasValue(0);
    assertThat(sealed.token().length()).isLessThan(500);
    assertThat(server.seal(edited(server.state)).isPatch()).isTrue();
    assertThat(WRITTEN).hasPositiveValue();
  }

  /**
   * Such as a release that has a member more, with a value of its own making, and the version of
   * the last.
   */
  record Keyed(int n, String key) {
    Keyed {
      key = key == null ? UUID.randomUUID().toString() : key;
    }
  }

  record Bare(int n) {}

  @Test
  void isWrittenWhereTheSameJsonMakesAnotherState() {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), false);
    CommitPath<Object> before = nodes.commitPath(Bare.class);
    Commit whole = before.commit(TwoNodes.claims(++seq), new Bare(7), null);
    Held held = new Held(((Commit.Sealed) whole).token(), Optional.empty());
    RestorePath<Object> path = nodes.restorePath(Keyed.class);
    Restore.Verified brought = TwoNodes.opened(path, held.token(), held.patch());
    Object state = ((BindResult.Fit<Object>) path.bind(brought)).state();
    PatchBase<Object> base = new PatchBase<>(nodes.commitPath(Keyed.class));
    base.joined(Outcome.RESTORED, brought.held().whole(), state);
    Held next = after(held, (Commit.Sealed) base.seal(TwoNodes.claims(++seq), state));
    Restore.Verified again = TwoNodes.opened(path, next.token(), next.patch());
    assertThat(((BindResult.Fit<Object>) path.bind(again)).state()).isEqualTo(state);
  }

  /** Claims grow, and the plaintext of what is sent may not be more than a server takes. */
  @Test
  void isNotSealedOverTheLimitOfItsPlaintext() {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), false);
    Sheet state = sheet(30);
    Held held = whole(nodes, state);
    RestorePath<Object> path = nodes.restorePath(Sheet.class);
    int bytes =
        TwoNodes.opened(path, held.token(), held.patch())
            .held()
            .whole()
            .orElseThrow()
            .state()
            .whole()
            .bytes()
            .length;
    TwoNodes tight = nodes.withMaxStateBytes(bytes);
    Restore.Verified brought =
        TwoNodes.opened(tight.restorePath(Sheet.class), held.token(), held.patch());
    Object bound = ((BindResult.Fit<Object>) path.bind(brought)).state();
    PatchBase<Object> base = new PatchBase<>(tight.commitPath(Sheet.class));
    base.joined(Outcome.RESTORED, brought.held().whole(), bound);
    assertThat(base.seal(TwoNodes.claims(Long.MAX_VALUE / 2048), bound))
        .isInstanceOf(Commit.Unsealed.class);
  }

  @Test
  void isWrittenWhereTheTabDoesNotHoldItAnyMore() {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), false);
    Server server = new Server(nodes, whole(nodes, sheet(300)));
    assertThat(server.seal(server.state).isPatch()).isTrue();
    server.base.drop();
    assertThat(server.seal(server.state).isPatch()).isFalse();
  }

  @Test
  void isWrittenWhereItIsNotWhatTheTabHolds() {
    TwoNodes nodes = new TwoNodes(JsonMapper.builder().build(), false);
    Held held = whole(nodes, sheet(300));
    RestorePath<Object> path = nodes.restorePath(Sheet.class);
    Restore.Verified brought = TwoNodes.opened(path, held.token(), held.patch());
    Sheet living = sheet(300);
    PatchBase<Object> base = new PatchBase<>(nodes.commitPath(Sheet.class));
    base.joined(Outcome.ADOPTED, brought.held().whole(), living);
    Commit.Sealed sealed = (Commit.Sealed) base.seal(TwoNodes.claims(++seq), living);
    assertThat(new Server(nodes, after(held, sealed)).state).isEqualTo(living);
  }
}
