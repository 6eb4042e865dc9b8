package dev.livestash.acceptance.keystroke;

import java.util.Locale;

/** How renders come. */
enum Renders {
  PATCHED,
  /** As to a tab whose join does not say that it takes patches. */
  WHOLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
