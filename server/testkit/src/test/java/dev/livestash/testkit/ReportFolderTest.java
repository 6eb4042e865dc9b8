package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where is said why a test has failed. */
class ReportFolderTest {
  @SuppressWarnings("NullAway.Init") // told before each test
  private ExtensionContext context;

  @RegisterExtension final BeforeEachCallback told = test -> context = test;

  @Test
  void aTestHasTheNameOfItsMethod() {
    String id = "[engine:junit-jupiter]/[class:a.B]/[method:works()]";
    assertThat(ReportFolder.name("works", id, "It works: always")).isEqualTo("works");
  }

  @RepeatedTest(2)
  void eachRunHasAFolderOfItsOwn() {
    String id = "[class:a.B]/[test-template:works()]/[test-template-invocation:#";
    String displayName = context.getDisplayName();
    assertThat(ReportFolder.name("works", id + "1]", displayName))
        .isNotEqualTo(ReportFolder.name("works", id + "2]", displayName))
        .isNotEqualTo(ReportFolder.name("fails", id + "1]", displayName))
        .startsWith("works-1-repetition-");
  }

  @Test
  void eachRunOfAClassHasAFolderOfItsOwn() {
    String id = "[class-template:a.B]/[class-template-invocation:#2]/";
    assertThat(ReportFolder.name("works", id + "[method:works()]", "works()"))
        .isEqualTo("works-2-works-");
    String both = id + "[test-template:works()]/[test-template-invocation:#3]";
    assertThat(ReportFolder.name("works", both, "three")).isEqualTo("works-2-3-three");
  }

  @Test
  void classesOfOneNameInTwoPackagesHaveFoldersOfTheirOwn() {
    assertThat(ReportFolder.of(context))
        .isEqualTo(
            Path.of(
                "target",
                "livestash",
                "dev.livestash.testkit.ReportFolderTest",
                "classesOfOneNameInTwoPackagesHaveFoldersOfTheirOwn"));
  }

  @Test
  void aFolderHasANameThatFileSystemsTake() {
    String id = "[test-template:works(java.lang.String)]/[test-template-invocation:#12]";
    assertThat(ReportFolder.name("works", id, "[12] über/".repeat(100)))
        .matches("works-12-[A-Za-z0-9_.-]+")
        .hasSize(100);
  }
}
