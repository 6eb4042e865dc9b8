package dev.livestash.internal.state;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.MapperBuilder;

/** In which order modules are set up. */
public final class ModuleOrder {
  private ModuleOrder() {}

  /**
   * Adds modules before those that are there. Of what modules add, Jackson asks the newest first:
   * so these see what all others have made of a class, and the others see what Jackson has made,
   * which some insist on.
   *
   * @return the builder
   */
  public static <B extends MapperBuilder<?, B>> B first(B builder, JacksonModule... modules) {
    List<JacksonModule> others = new ArrayList<>();
    builder.withModules(others::add);
    return builder.removeAllModules().addModules(modules).addModules(others);
  }
}
