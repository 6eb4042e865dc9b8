package dev.livestash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what names each other in a circle: the strongly connected parts of a graph (Tarjan). */
final class Loops {
  private final Map<String, Set<String>> names;
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, Integer> low = new HashMap<>();
  private final Deque<String> stack = new ArrayDeque<>();
  private final Set<String> onStack = new HashSet<>();
  private final Stream.Builder<Set<String>> found = Stream.builder();

  private Loops(Map<String, Set<String>> names) {
    this.names = names;
  }

  /**
   * The loops of at least two.
   *
   * @param names what each one names
   */
  static List<Set<String>> of(Map<String, Set<String>> names) {
    Loops loops = new Loops(names);
    new TreeSet<>(names.keySet()).forEach(loops::visitNew);
    return loops.found.build().filter(loop -> loop.size() > 1).toList();
  }

  private void visitNew(String one) {
    if (!index.containsKey(one)) {
      visit(one);
    }
  }

  private void visit(String one) {
    index.put(one, index.size());
    low.put(one, index.get(one));
    stack.push(one);
    onStack.add(one);
    for (String other : names.getOrDefault(one, Set.of())) {
      if (!index.containsKey(other)) {
        visit(other);
        low.merge(one, low.get(other), Math::min);
      } else if (onStack.contains(other)) {
        low.merge(one, index.get(other), Math::min);
      }
    }
    if (low.get(one).equals(index.get(one))) {
      found.add(popUntil(one));
    }
  }

  private Set<String> popUntil(String one) {
    Set<String> loop = new TreeSet<>();
    String last;
    do {
      last = stack.pop();
      onStack.remove(last);
      loop.add(last);
    } while (!last.equals(one));
    return loop;
  }
}
