package dev.livestash.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do where Spring Boot's version of Jackson's annotations is too old for Jackson 3.
 */
final class OldAnnotationsAnalyzer extends AbstractFailureAnalyzer<NoClassDefFoundError> {
  OldAnnotationsAnalyzer() {}

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, NoClassDefFoundError cause) {
    String missing = String.valueOf(cause.getMessage());
    if (!missing.contains("com/fasterxml/jackson/annotation/")
        && !missing.contains("tools.jackson")
        && !missing.contains("tools/jackson")) {
      return null;
    }
    return new FailureAnalysis(
        "LiveStash writes states with Jackson 3, which needs jackson-annotations 2.20 or newer; Spring"
            + " Boot 3.5 chooses 2.19 ("
            + missing
            + ").",
        "Declare com.fasterxml.jackson.core:jackson-annotations:2.22 among the dependencies of your"
            + " project, with its version. Jackson 2, which Spring Boot uses itself, works with it.",
        cause);
  }
}
