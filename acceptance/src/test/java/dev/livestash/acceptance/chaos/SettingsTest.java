package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.livestash.acceptance.chaos.Settings.Fence;
import dev.livestash.acceptance.chaos.Settings.Sleepers;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void allButTheKillsHasDefaults() {
    assertThat(Settings.parse("--kills", "200"))
        .isEqualTo(new Settings(200, 1, 1, Fence.LOCAL, Sleepers.HALF, Set.of()));
  }

  @Test
  void settingsAreTakenInAnyOrder() {
    String line = "--nodes 2 --fence redis --sleepers all --seed 7 --kills 1";
    assertThat(Settings.parse(line.split(" ", -1)))
        .isEqualTo(new Settings(1, 7, 2, Fence.REDIS, Sleepers.ALL, Set.of()));
  }

  @ParameterizedTest
  @EnumSource(Fence.class)
  void eachFenceIsTakenByItsName(Fence fence) {
    String name = fence.name().toLowerCase(Locale.ROOT);
    assertThat(Settings.parse("--kills", "1", "--fence", name).fence()).isEqualTo(fence);
  }

  @Test
  void troublesAreLeftOutByTheirNames() {
    assertThat(Settings.parse("--kills", "1", "--without", "sleep,freeze").without())
        .containsExactlyInAnyOrder(Trouble.SLEEP, Trouble.FREEZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--kills",
        "--kills 0",
        "--kills x",
        "--seed 1",
        "--kills 1 --nodes 3",
        "--kills 1 --fence wooden",
        "--kills 1 --sleepers some",
        "--kills 1 --without luck"
      })
  void whatIsNotUnderstoodIsRefused(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThatIllegalArgumentException().isThrownBy(() -> Settings.parse(arguments));
  }
}
