package dev.livestash.bench;

import dev.livestash.fence.Mark;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.session.Timeline;
import dev.livestash.settings.Compression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/** What is measured of a sample, by the names of the figures; what is compared is side by side. */
@NullMarked
final class Tasks {
  static final List<String> OTHERS =
      List.of("deflate", "nimbus", "mojarra", "myfaces", "myfaces_zipped");
  static final List<String> DICTIONARIES = List.of("builtin", "trained");

  /** What follows a whole snapshot: a small change, the same in other objects all over, or none. */
  static final List<String> CHANGES =
      List.of("small_change", "made_anew", "noop_event", "noop", "resume");

  /** The frame of a render that a small change has made, where the rest is the same, or equal. */
  static final List<String> RENDERS = List.of("render_patch", "render_patch_anew");

  /** Where a dictionary helps, and the constant parts of a path count. */
  static final Set<String> SMALL = Set.of("1KB", "10KB");

  private final Map<String, Supplier<?>> all = new LinkedHashMap<>();

  private Tasks() {}

  /** All, or without what only the documents ask for. */
  static Map<String, Supplier<?>> of(String name, boolean isQuick) {
    Sample<?> sample = Sample.named(name);
    Tasks tasks = new Tasks();
    tasks.addWays("commit_floor", "commit", sample, Tasks::commit);
    tasks.addChanges(sample);
    tasks.addRenders(sample);
    tasks.addWays("open_floor", "open", sample, Tasks::open);
    if (SMALL.contains(name) && !isQuick) {
      DICTIONARIES.forEach(way -> tasks.all.put(way + "_commit", commit(Way.named(way, sample))));
      tasks.all.putAll(new Steps<>(sample).tasks());
    }
    if (name.equals(Sample.SHEET)) {
      tasks.addReordered();
    }
    return tasks.all;
  }

  private interface Step {
    Supplier<?> of(Way way);
  }

  private void addWays(String floor, String ours, Sample<?> sample, Step step) {
    all.put(floor, step.of(Way.named("floor", sample)));
    all.put(ours, step.of(Way.named("livestash", sample)));
    OTHERS.forEach(other -> all.put(other + "_" + ours, step.of(Way.named(other, sample))));
  }

  private static Supplier<?> commit(Way way) {
    return way::commit;
  }

  private static Supplier<?> open(Way way) {
    String token = way.commit();
    return () -> way.open(token);
  }

  private <S> void addChanges(Sample<S> sample) {
    LiveStashWay<S> way = LiveStashWay.zstd(sample);
    all.put("small_change", way::commitChange);
    all.put("made_anew", way::commitAnew);
    all.put("noop_event", way::commitNothing);
    S equal = sample.copy();
    Timeline<S> line =
        new Timeline<>("aBcDeFgHiJk", null, 3, 1, 41, sample.state(), null, false, new Mark(3, 1));
    all.put("noop", () -> line.changed(equal, Object::equals));
    all.put("resume", new Paths<>(sample.type(), Packing.plain(Compression.ZSTD)).resumed(sample));
  }

  private <S> void addRenders(Sample<S> sample) {
    RenderWay<S> way = new RenderWay<>(sample);
    all.put("render", way::whole);
    RENDERS.forEach(
        name -> all.put(name, name.equals("render_patch") ? way::patch : way::patchOfAnew));
  }

  /** What no patch can say, with a base to try it against and without. */
  private void addReordered() {
    Reordered reordered = new Reordered();
    all.put("reordered", reordered::tried);
    all.put("reordered_whole", reordered::whole);
  }
}
