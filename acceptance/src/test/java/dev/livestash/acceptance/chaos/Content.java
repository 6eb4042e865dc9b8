package dev.livestash.acceptance.chaos;

import dev.livestash.demo.SheetModel;
import java.util.Collection;

/**
 * What a tab's state is.
 *
 * @param sheet the sheet
 * @param ballast what it is heavy by
 */
record Content(SheetModel sheet, String ballast) {
  /** A sheet that is as light as it can be. */
  static Content of(SheetModel sheet) {
    return new Content(sheet, "");
  }

  Content after(Collection<Deed> deeds) {
    Content content = this;
    for (Deed deed : deeds) {
      content = deed.after(content);
    }
    return content;
  }
}
