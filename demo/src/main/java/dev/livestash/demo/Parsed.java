package dev.livestash.demo;

/** What became of a CSV text. */
sealed interface Parsed {

  /** It is a table. */
  record Good(Table table) implements Parsed {}

  /** It is not, and why, in a sentence for the user. */
  record Bad(String why) implements Parsed {}
}
