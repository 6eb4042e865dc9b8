package dev.livestash.bench;

import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.HeldBase;
import dev.livestash.settings.Compression;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** What a change costs that no patch can say: all rows of the sheet in another order. */
@NullMarked
final class Reordered {
  private final Paths<Sheet> paths = new Paths<>(Sheet.class, Packing.plain(Compression.ZSTD));
  private final Sheet sheet = Sheet.make();
  private final Sheet reordered = sheet.reordered(new Random(12));
  private final Optional<HeldBase> base =
      Optional.ofNullable(paths.seal(1, sheet, Optional.empty()).base());

  /** Tries a patch first. */
  Commit.Sealed tried() {
    return paths.seal(2, reordered, base);
  }

  Commit.Sealed whole() {
    return paths.seal(2, reordered, Optional.empty());
  }
}
