package dev.livestash.bench;

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

/** From a state to its token and back. */
@NullUnmarked // JMH and the set-up fill the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WayBench {
  /** Which state. */
  @Param({"1KB", "10KB", "100KB", "1MB", "sheet"})
  public String sample;

  /** Which way. */
  @Param({"livestash", "floor", "deflate", "nimbus", "faces"})
  public String way;

  private Way measured;
  private String token;

  /** Makes the way and a token. */
  @Setup
  public void make() {
    measured = Way.named(way, Sample.named(sample));
    token = measured.commit();
  }

  /** Encode, compress, seal. */
  @Benchmark
  public String commit() {
    return measured.commit();
  }

  /** Open, inflate, check, bind. */
  @Benchmark
  public Object open() {
    return measured.open(token);
  }
}
