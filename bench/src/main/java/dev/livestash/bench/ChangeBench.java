package dev.livestash.bench;

import dev.livestash.internal.session.Timeline;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What follows a whole snapshot: a small change, or none. */
@NullUnmarked // JMH and the set-up fill the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChangeBench {
  /** Which state. */
  @Param({"1KB", "10KB", "100KB", "1MB", "sheet"})
  public String sample;

  private LiveStashWay<?> way;
  private Timeline<Object> line;
  private Object same;
  private Object equal;

  /** Seals the whole snapshot. */
  @Setup
  public void make() {
    Sample<?> named = Sample.named(sample);
    way = LiveStashWay.zstd(named);
    same = named.state();
    equal = named.copy();
    line = new Timeline<>("aBcDeFgHiJk", null, 3, 1, 41, same, null, false);
  }

  /** A small change. */
  @Benchmark
  public Object change() {
    return way.commitChange();
  }

  /** A numbered event that left the state as it was: the snapshot says that it was seen. */
  @Benchmark
  public Object event() {
    return way.commitNothing();
  }

  /** A change from outside that gave back the state as it was: nothing is sealed. */
  @Benchmark
  public boolean same() {
    return line.changed(same).isDue();
  }

  /** The same with a state that is equal, and has no object in common with the one before. */
  @Benchmark
  public boolean equal() {
    return line.changed(equal).isDue();
  }
}
