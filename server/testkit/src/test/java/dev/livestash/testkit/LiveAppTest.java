package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An app's life and its network; what is in a browser, the example's test shows. */
class LiveAppTest {
  @RegisterExtension
  static final LiveApp app =
      LiveApp.of(Shop.class).arguments("--port", "{port}").flags("-Dgreeting=hello");

  private static String get() throws IOException {
    URLConnection connection = URI.create(app.url()).toURL().openConnection();
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void itIsServedThroughTheNetwork() throws IOException {
    assertThat(get()).isEqualTo("--port hello");
    app.network().down();
    assertThatThrownBy(LiveAppTest::get).isInstanceOf(IOException.class);
    app.network().heal();
    assertThat(get()).isEqualTo("--port hello");
  }

  @Test
  void itIsKilledWithoutAWordAndStartedAgain() throws IOException {
    app.kill();
    assertThat(app.log()).doesNotContain("goodbye");
    assertThatThrownBy(LiveAppTest::get).isInstanceOf(IOException.class);
    assertThatIllegalStateException().isThrownBy(app::kill).withMessageContaining("call restart()");
    app.restart();
    assertThat(get()).isEqualTo("--port hello");
  }

  @Test
  void itSaysGoodbyeWhenItIsDrained() {
    app.drain();
    assertThat(app.log()).endsWith("goodbye");
  }

  @RepeatedTest(2)
  void anotherReleaseTakesItsPlaceUntilTheNextTest() throws IOException {
    assertThat(get()).isEqualTo("--port hello");
    app.deploy(System.getProperty("java.class.path") + File.pathSeparator + "another release");
    assertThat(get()).isEqualTo("--port hello again");
  }

  @Test
  void whatDoesNotStartSaysWhy() {
    String classPath = System.getProperty("java.class.path");
    assertThatThrownBy(() -> app.deploy("nowhere"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The app has ended with 1")
        .hasMessageContaining("ClassNotFoundException");
    app.classPath(classPath).restart();
  }

  // --- nested classes, for each of which JUnit tells the extension that it begins and ends

  private static String address = "";

  @BeforeAll
  static void itRuns() {
    address = app.url();
  }

  @AfterAll
  static void itStillRuns() throws IOException {
    assertThat(get()).isEqualTo("--port hello");
  }

  @Nested
  class Within {
    @Test
    void itIsTheSameApp() throws IOException {
      assertThat(app.url()).isEqualTo(address);
      assertThat(get()).isEqualTo("--port hello");
    }

    @Nested
    class Deeper {
      @Test
      void itIsTheSameApp() {
        assertThat(app.url()).isEqualTo(address);
      }
    }
  }
}
