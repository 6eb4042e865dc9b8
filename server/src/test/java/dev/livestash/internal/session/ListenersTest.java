package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.StashListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
  @Test
  void whateverIsToldTheLogHearsAndThenTheApplication() {
    StashListener application = new StashListener() {};
    List<StashListener> told = new ArrayList<>();

    new Listeners(List.of(application)).tell(told::add);

    assertThat(told).hasSize(3).last().isSameAs(application);
    assertThat(told).first().isInstanceOf(LogListener.class);
  }
}
