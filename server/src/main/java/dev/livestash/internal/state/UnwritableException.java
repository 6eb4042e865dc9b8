package dev.livestash.internal.state;

/** A state that cannot be written: Jackson refuses it, or the application's code fails. */
public final class UnwritableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure why;

  UnwritableException(Throwable thrown) {
    super(thrown.getClass().getSimpleName(), null, false, false);
    this.why = Failure.of(thrown);
  }

  /**
   * Where and why.
   *
   * @return the failure
   */
  public Failure why() {
    return why;
  }
}
