package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Where is said why a test has failed. */
class ReportFolderTest {
  private String displayName = "";

  @BeforeEach
  void isCalled(TestInfo test) {
    displayName = test.getDisplayName();
  }

  @Test
  void aTestHasTheNameOfItsMethod() {
    String id = "[engine:junit-jupiter]/[class:a.B]/[method:works()]";
    assertThat(ReportFolder.name("works", id, "It works: always")).isEqualTo("works");
  }

  @RepeatedTest(2)
  void eachRunHasAFolderOfItsOwn() {
    String id = "[class:a.B]/[test-template:works()]/[test-template-invocation:#";
    assertThat(ReportFolder.name("works", id + "1]", displayName))
        .isNotEqualTo(ReportFolder.name("works", id + "2]", displayName))
        .isNotEqualTo(ReportFolder.name("fails", id + "1]", displayName))
        .startsWith("works-1-repetition-");
  }

  @Test
  void aFolderHasANameThatFileSystemsTake() {
    String id = "[test-template:works(java.lang.String)]/[test-template-invocation:#12]";
    assertThat(ReportFolder.name("works", id, "[12] über/".repeat(100)))
        .matches("works-12-[A-Za-z0-9_.-]+")
        .hasSize(100);
  }
}
