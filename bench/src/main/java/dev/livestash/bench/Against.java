package dev.livestash.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * Compares this tree with another one: quick measurements in JVMs that run in turn, one of the
 * other tree and one of this. The ways that are no product of ours should come out at 1; what they
 * do not, is noise.
 */
@NullMarked
final class Against {
  private static final int PAIRS = 3;
  private static final String STORM_TABS = "5000";

  private final Fork other;
  private final Results results = new Results();

  private Against(Fork other) {
    this.other = other;
  }

  /**
   * The arguments: the other tree's class path, and perhaps the samples, without which all count.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Against against = new Against(new Fork(args[0]));
    List<String> samples = List.of(args).subList(1, args.length);
    for (String sample : samples.isEmpty() ? Sample.all() : samples) {
      against.compare(SampleBench.class, sample);
    }
    if (samples.isEmpty()) {
      against.compare(Storm.class, STORM_TABS);
    }
    System.out.println("this tree over the other");
    against.results.print();
  }

  private void compare(Class<?> main, String first) throws IOException, InterruptedException {
    List<Map<String, Double>> theirs = new ArrayList<>();
    List<Map<String, Double>> ours = new ArrayList<>();
    List<String> arguments = List.of(first, SampleBench.QUICK);
    for (int i = 0; i < PAIRS; i++) {
      theirs.add(other.run(main, arguments));
      ours.add(Fork.here().run(main, arguments));
    }
    Set<String> names = new LinkedHashSet<>(ours.get(0).keySet());
    names.retainAll(theirs.get(0).keySet());
    names.removeIf(Figures::isBesideAnother);
    names.forEach(name -> compare(name, theirs, ours));
  }

  private void compare(
      String name, List<Map<String, Double>> theirs, List<Map<String, Double>> ours) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      ratios.add(ours.get(i).getOrDefault(name, 0.0) / theirs.get(i).getOrDefault(name, 0.0));
    }
    Quartiles quartiles = Quartiles.of(ratios.stream().mapToDouble(ratio -> ratio));
    Figures figures = new Figures();
    int space = name.indexOf(' ');
    String suffix = space < 0 ? "" : name.substring(space);
    figures.putQuartiles(space < 0 ? name : name.substring(0, space), suffix, quartiles);
    results.putAll(figures.values());
  }
}
