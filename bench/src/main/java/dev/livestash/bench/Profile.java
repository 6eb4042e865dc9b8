package dev.livestash.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.NullMarked;

/**
 * Where the time goes: samples of what the threads do (JDK Flight Recorder), by thread and by step.
 * A step is named by the first of our methods that is on the stack, from the list here.
 */
@NullMarked
final class Profile {
  private static final List<Step> STEPS =
      List.of(
          new Step("Zstandard of the token", "Unpacking."),
          new Step("unwrap, decrypt", "ContentDecrypter."),
          new Step("the token's header and parts", "Opener."),
          new Step("its claims", "ClaimsCodec.read", "ClaimsCheck."),
          new Step("bind its state", "StateCodec.bind"),
          new Step("open the token, else", "RestorePath."),
          new Step("write the state again", "CommitPath.base", "BaseBuffer."),
          new Step("compress the patch", "ZstdCompressor."),
          new Step("seal the patch", "Sealer."),
          new Step("find the patch", "CommitPath."),
          new Step("frames' JSON", "FrameCodec."),
          new Step("send", "UndertowTransport.", "WebSockets."),
          new Step("session, else", "Session.", "Mailbox."),
          new Step("the floor's Base64, AES-GCM, Zstandard, bind", "Floor."),
          new Step(
              "unmask, check, decode a text frame",
              "Masker.",
              "UTF8Checker.",
              "UTF8Output.",
              "TextMessage."));

  private static final String ELSE = "else";

  private record Step(String name, List<String> methods) {
    Step(String name, String... methods) {
      this(name, List.of(methods));
    }

    boolean isIn(List<RecordedFrame> stack) {
      return stack.stream().map(Profile::method).anyMatch(this::isOurs);
    }

    private boolean isOurs(String method) {
      return methods.stream().anyMatch(method::startsWith);
    }
  }

  private static final Duration PERIOD = Duration.ofMillis(2);

  private final Recording recording = new Recording();
  private final List<Window> windows = new ArrayList<>();

  /** A time of interest. */
  private record Window(String kind, Instant start, Instant end) {
    boolean has(RecordedEvent event) {
      return event.getEndTime().isAfter(start) && event.getStartTime().isBefore(end);
    }

    Duration length() {
      return Duration.between(start, end);
    }
  }

  /** What was sampled of one kind. */
  private static final class Samples {
    private final Map<String, Map<String, Integer>> byThread = new LinkedHashMap<>();
    private Duration collecting = Duration.ZERO;
    private Duration compiling = Duration.ZERO;
  }

  /** Starts to record, before anything is warm: the recorder itself needs to be. */
  Profile() {
    recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
    recording.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
    recording.enable("jdk.GCPhasePause");
    recording.enable("jdk.Compilation").withThreshold(Duration.ZERO);
    recording.start();
  }

  /** What is of interest. */
  interface Task<T> {
    T run() throws IOException;
  }

  /** Runs something that counts. */
  <T> T of(String kind, Task<T> task) throws IOException {
    Instant start = Instant.now();
    T result = task.run();
    windows.add(new Window(kind, start, Instant.now()));
    return result;
  }

  /** Prints a table of each kind. */
  void print() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("livestash-profile", ".jfr");
    recording.dump(file);
    Map<String, Samples> kinds = new LinkedHashMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        windows.stream()
            .filter(window -> window.has(event))
            .findFirst()
            .ifPresent(
                window -> count(event, kinds.computeIfAbsent(window.kind(), any -> new Samples())));
      }
    }
    Files.delete(file);
    recording.close();
    kinds.forEach(this::print);
  }

  private void print(String kind, Samples samples) {
    Duration length =
        windows.stream()
            .filter(window -> window.kind().equals(kind))
            .map(Window::length)
            .reduce(Duration.ZERO, Duration::plus);
    System.out.printf("%n=== %s, %d ms%n", kind, length.toMillis());
    System.out.printf("the collector's pauses %,d ms%n", samples.collecting.toMillis());
    System.out.printf("the compiler %,d ms%n", samples.compiling.toMillis());
    samples.byThread.forEach(Profile::print);
  }

  private static void print(String thread, Map<String, Integer> steps) {
    int all = steps.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("%n%-44s %,6d samples%n", thread, all);
    steps.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            step ->
                System.out.printf(
                    "  %-42s %5.1f %%%n", step.getKey(), 100.0 * step.getValue() / all));
  }

  private static void count(RecordedEvent event, Samples samples) {
    Duration took = event.getDuration();
    switch (event.getEventType().getName()) {
      case "jdk.GCPhasePause" -> samples.collecting = samples.collecting.plus(took);
      case "jdk.Compilation" -> samples.compiling = samples.compiling.plus(took);
      default -> sample(event, samples.byThread);
    }
  }

  private static void sample(RecordedEvent event, Map<String, Map<String, Integer>> byThread) {
    if (event.getStackTrace() == null || isIdle(event)) {
      return;
    }
    List<RecordedFrame> stack = event.getStackTrace().getFrames();
    String step =
        STEPS.stream().filter(one -> one.isIn(stack)).findFirst().map(Step::name).orElse(ELSE);
    String thread = thread(event.getThread("sampledThread").getJavaName());
    byThread.computeIfAbsent(thread, any -> new LinkedHashMap<>()).merge(step, 1, Integer::sum);
  }

  /** Native code of the JDK itself waits, reads or writes; only what waits is of no interest. */
  private static boolean isIdle(RecordedEvent event) {
    String top = method(event.getStackTrace().getFrames().get(0));
    return top.startsWith("EPoll.wait") || top.startsWith("Net.accept");
  }

  private static String thread(String name) {
    return Optional.of(name)
        .filter(any -> any.startsWith("XNIO"))
        .map(any -> "Undertow's I/O threads")
        .orElse(name.startsWith("livestash-") ? "session threads" : "the clients, and others");
  }

  private static String method(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }
}
