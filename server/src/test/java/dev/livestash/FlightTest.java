package dev.livestash;

import static dev.livestash.TestTab.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording has of commits and restores. */
class FlightTest {
  @TempDir Path folder;

  @Test
  void commitsAndRestoresAreRecorded() throws IOException {
    try (Recording recording = new Recording();
        TestServer server = TestServer.in(folder).mount("flown", new Counter())) {
      recording.enable("dev.livestash.Commit");
      recording.enable("dev.livestash.Restore");
      recording.start();
      try (TestTab tab = server.tab("flown")) {
        tab.joinNew("flown");
        // A commit is told of once its snapshot was sent: the first one by now.
        tab.sendAndKeep(event(1, "add", new Counter.Add(1)));
      }
      recording.stop();

      assertThat(recorded(recording, "dev.livestash.Commit"))
          .first()
          .satisfies(
              commit -> {
                assertThat(commit.getInt("stateBytes")).isPositive();
                assertThat(commit.getInt("tokenBytes")).isPositive();
                assertThat(commit.getDuration("took")).isPositive();
              });
      assertThat(recorded(recording, "dev.livestash.Restore"))
          .first()
          .satisfies(restore -> assertThat(restore.getString("outcome")).isEqualTo("NEW"));
    }
  }

  private List<RecordedEvent> recorded(Recording recording, String name) throws IOException {
    Path file = folder.resolve(name + ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .filter(event -> event.getString("view").equals("flown"))
        .toList();
  }
}
