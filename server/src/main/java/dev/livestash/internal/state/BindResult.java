package dev.livestash.internal.state;

/**
 * What came of binding JSON to a class.
 *
 * @param <S> the class
 */
public sealed interface BindResult<S> {
  /**
   * It fits.
   *
   * @param <S> the class
   * @param state the state
   */
  record Fit<S>(S state) implements BindResult<S> {}

  /**
   * It does not fit.
   *
   * @param <S> the class
   * @param why where and why
   */
  record Unfit<S>(Failure why) implements BindResult<S> {}
}
