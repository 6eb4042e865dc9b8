package dev.livestash.bench;

import dev.livestash.settings.Dictionary;
import org.jspecify.annotations.NullMarked;

/** A way to make a token of a state, and a state of a token. */
@NullMarked
interface Way {
  String commit();

  /** Opens what {@link #commit} made. */
  Object open(String token);

  /** The way of this name, for a sample. */
  static Way named(String name, Sample<?> sample) {
    return switch (name) {
      case "livestash" -> LiveStashWay.zstd(sample);
      case "deflate" -> LiveStashWay.deflate(sample);
      case "builtin" -> LiveStashWay.zstd(sample, Dictionary.claims());
      case "trained" -> LiveStashWay.zstd(sample, Sample.trained());
      case "floor" -> new Floor<>(sample);
      case "nimbus" -> new NimbusWay<>(sample);
      case "mojarra" -> new MojarraWay(sample.state());
      case "myfaces" -> MyFacesWay.plain(sample.state());
      case "myfaces_zipped" -> MyFacesWay.zipped(sample.state());
      default -> throw new IllegalArgumentException(name);
    };
  }
}
