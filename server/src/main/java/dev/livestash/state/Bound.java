package dev.livestash.state;

/**
 * What came of binding JSON to a class.
 *
 * @param <S> the class
 */
public sealed interface Bound<S> {
  /**
   * It fits.
   *
   * @param <S> the class
   * @param state the state
   */
  record Fit<S>(S state) implements Bound<S> {}

  /**
   * It does not fit.
   *
   * @param <S> the class
   * @param why for the log, without any of the state's content
   */
  record Unfit<S>(String why) implements Bound<S> {}
}
