package dev.livestash.testkit;

import dev.livestash.LiveStashBuilder;
import dev.livestash.view.View;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Configures a {@link TestTab}.
 *
 * @param <S> the view's state
 */
public final class TestTabBuilder<S> {
  private final View<S> view;
  private World world = World.plain();

  TestTabBuilder(View<S> view) {
    this.view = view;
  }

  /**
   * The name that the view is mounted by.
   *
   * @param name as {@code LiveStash.mount} takes it; {@code view} by default
   * @return this
   */
  public TestTabBuilder<S> name(String name) {
    world = world.named(name);
    return this;
  }

  /**
   * The servers' settings: the mapper, limits, times, compression, stores. The application's own
   * may be given, but for keys, clock and who is let in, which the tab takes care of.
   *
   * @param settings called for each server that the tab comes to
   * @return this
   */
  public TestTabBuilder<S> settings(Consumer<LiveStashBuilder> settings) {
    world = world.with(settings);
    return this;
  }

  /**
   * What the tab's tokens are bound to.
   *
   * @param whom usually the id of a login session; nothing by default
   * @return this
   */
  public TestTabBuilder<S> binding(String whom) {
    world = world.visitedBy(world.guest().boundTo(Optional.of(whom)));
    return this;
  }

  /**
   * What the application's {@code admit} would have noted of the tab's user.
   *
   * @param attributes as {@code Context.attributes()} gives them; none by default
   * @return this
   */
  public TestTabBuilder<S> attributes(Map<String, Object> attributes) {
    world = world.visitedBy(world.guest().known(attributes));
    return this;
  }

  /**
   * Who the tab's user is. The tab's tokens are bound to whom {@link #binding} says, and not to
   * them.
   *
   * @param who as {@code Context.principal()} gives them; nobody in particular by default
   * @return this
   */
  public TestTabBuilder<S> principal(Principal who) {
    world = world.visitedBy(world.guest().named(who));
    return this;
  }

  /**
   * The language that the tab's browser wants most.
   *
   * @param language as {@code Context.locale()} gives it; {@link Locale#ROOT} by default
   * @return this
   */
  public TestTabBuilder<S> locale(Locale language) {
    world = world.visitedBy(world.guest().speaking(language));
    return this;
  }

  /**
   * The parameters of the path that the page connects to.
   *
   * @param parameters as {@code Context.pathParameters()} gives them; none by default
   * @return this
   */
  public TestTabBuilder<S> pathParameters(Map<String, String> parameters) {
    world = world.visitedBy(world.guest().at(parameters));
    return this;
  }

  /**
   * What the page passes when it joins.
   *
   * @param params anything that Jackson writes as an object; an empty one by default
   * @return this
   */
  public TestTabBuilder<S> params(Object params) {
    world = world.passing(params);
    return this;
  }

  /**
   * Whether each handler is run twice, to see that it comes to the same.
   *
   * @param replays true by default; false for handlers whose effects elsewhere the test counts
   * @return this
   */
  public TestTabBuilder<S> replays(boolean replays) {
    world = world.replaying(replays);
    return this;
  }

  /**
   * Opens the tab.
   *
   * @return it, which has joined
   * @throws IllegalArgumentException if the view cannot be mounted: why, and what to do
   */
  public TestTab<S> open() {
    TestTab<S> tab = in(world, new Storage());
    var unused = tab.connect();
    return tab;
  }

  /**
   * Opens it with a token that was {@linkplain TestTab#freeze frozen}.
   *
   * @param file the frozen token
   * @return it, whose state is restored
   * @throws AssertionError if it is not
   */
  public TestTab<S> thaw(Path file) {
    Frozen frozen = Frozen.read(file, world);
    TestTab<S> tab = in(frozen.world(), frozen.storage());
    tab.restored(tab.connect());
    return tab;
  }

  private TestTab<S> in(World where, Storage held) {
    return new TestTab<>(new Client<>(view, new TestNode<>(where, view), held));
  }
}
