package dev.livestash.testkit;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where is said why a test has failed: for each run of each test another folder. */
final class ReportFolder {
  private static final Path ALL = Path.of("target", "livestash");
  private static final Pattern RUN = Pattern.compile("(?:class|test)-template-invocation:#(\\d+)");
  private static final int MAX_NAME_LENGTH = 100;

  private ReportFolder() {}

  static Path of(ExtensionContext test) {
    String type = test.getRequiredTestClass().getName().replace('$', '.');
    String method = test.getRequiredTestMethod().getName();
    return ALL.resolve(type).resolve(name(method, test.getUniqueId(), test.getDisplayName()));
  }

  /**
   * The folder of one run.
   *
   * @param uniqueId JUnit's, in which a test, or a class, that runs several times has a number
   */
  static String name(String method, String uniqueId, String displayName) {
    String run =
        RUN.matcher(uniqueId).results().map(one -> one.group(1)).collect(Collectors.joining("-"));
    if (run.isEmpty()) {
      return method;
    }
    String shown = displayName.replaceAll("[^A-Za-z0-9_.-]+", "-");
    String name = method + "-" + run + "-" + shown;
    return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
  }
}
