package dev.livestash.testkit;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which tab is which, also after the browser was killed: by a mark in its {@code sessionStorage},
 * or, if that was not written, by its address.
 */
final class TabMarks {
  private static final String KEY = "livestash-testkit:tab";
  private static final String BLANK = "about:blank";

  private final Map<Page, String> marks = new HashMap<>();
  private int last;

  /** A tab that is to come back. */
  record Tab(String url, String mark) {}

  /** Those of some pages that show something. */
  static List<Page> shown(List<Page> pages) {
    return pages.stream().filter(page -> !page.isClosed() && !isBlank(page)).toList();
  }

  static boolean isBlank(Page page) {
    return page.url().equals(BLANK);
  }

  /** Marks those that have no mark of their own: a copied tab has that of the other one. */
  void mark(List<Page> pages) {
    pages.forEach(page -> marks.computeIfAbsent(page, this::mark));
  }

  private String mark(Page page) {
    String mark = String.valueOf(++last);
    tried(page, "([key, mark]) => sessionStorage.setItem(key, mark)", List.of(KEY, mark));
    return mark;
  }

  /** What these are known by when they come back. */
  List<Tab> tabs(List<Page> pages) {
    mark(pages);
    return pages.stream().map(page -> new Tab(page.url(), marks.getOrDefault(page, ""))).toList();
  }

  /** Whether some pages are as many of each address as these tabs are, or more. */
  static boolean areThere(List<Tab> tabs, List<Page> pages) {
    return tabs.stream()
        .map(Tab::url)
        .allMatch(
            url ->
                pages.stream().filter(page -> page.url().equals(url)).count()
                    >= tabs.stream().filter(tab -> tab.url().equals(url)).count());
  }

  /** The pages of these tabs, in their order, from pages that {@linkplain #areThere are there}. */
  List<Page> find(List<Tab> tabs, List<Page> pages) {
    marks.clear();
    List<Page> free = new ArrayList<>(pages);
    Map<Tab, Page> found = new HashMap<>();
    // All that are certain first.
    tabs.forEach(tab -> take(free, tab, found, page -> tab.mark().equals(read(page))));
    tabs.forEach(tab -> take(free, tab, found, page -> true));
    found.forEach((tab, page) -> marks.put(page, tab.mark()));
    return tabs.stream().map(found::get).toList();
  }

  private static void take(
      List<Page> free, Tab tab, Map<Tab, Page> found, Predicate<Page> isCertain) {
    if (!found.containsKey(tab)) {
      Optional<Page> its =
          free.stream().filter(page -> page.url().equals(tab.url())).filter(isCertain).findFirst();
      its.ifPresent(
          page -> {
            free.remove(page);
            found.put(tab, page);
          });
    }
  }

  private static String read(Page page) {
    return tried(page, "([key]) => sessionStorage.getItem(key)", List.of(KEY));
  }

  /** A page that has no storage has no mark either. */
  private static String tried(Page page, String script, List<String> arguments) {
    try {
      return String.valueOf(page.evaluate(script, arguments));
    } catch (PlaywrightException noStorage) {
      return "";
    }
  }
}
