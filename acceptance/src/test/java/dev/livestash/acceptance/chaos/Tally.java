package dev.livestash.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;

/** What is counted in a run, and what was found wrong. */
final class Tally {
  private final List<String> findings = new ArrayList<>();
  private int lost;
  private int doubled;
  private int dead;
  private int rollbacks;
  private int untrue;

  void differs(String tab, Difference difference) {
    lost += difference.lost();
    doubled += difference.doubled();
    if (!difference.equals(Difference.NONE)) {
      findings.add(tab + ": " + difference.what());
    }
  }

  void isDead(String tab, String why) {
    dead++;
    findings.add(tab + " is dead: " + why);
  }

  void wentBack(String tab, String how) {
    rollbacks++;
    findings.add(tab + " went back: " + how);
  }

  void isUntrue(String tab, String what) {
    untrue++;
    findings.add(tab + " was told an untruth: " + what);
  }

  /** Something that is wrong, though no tab shows it. */
  void isWrong(String what) {
    findings.add(what);
  }

  boolean isClean() {
    return findings.isEmpty();
  }

  List<String> findings() {
    return findings;
  }

  /**
   * The line that a run ends with.
   *
   * @param happened what has happened, such as {@code 5 kills, 7 cuts}
   */
  String line(String happened) {
    return "%s: %d lost, %d doubled, %d dead pages, %d rollbacks, %d untruths"
        .formatted(happened, lost, doubled, dead, rollbacks, untrue);
  }
}
