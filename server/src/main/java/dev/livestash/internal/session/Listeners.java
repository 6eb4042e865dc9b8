package dev.livestash.internal.session;

import dev.livestash.report.StashListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those who are told what happens: the log, a flight recording, then the application. Nobody else
 * holds one of them, so what is told reaches both. One that throws does not end a session.
 */
public final class Listeners {
  private final List<StashListener> all;
  private final List<StashListener> application;
  private final Application boundary = new Application();

  /** Of an application that listens, or does not care. */
  public Listeners(List<StashListener> application) {
    List<StashListener> listeners = new ArrayList<>();
    listeners.add(new LogListener());
    listeners.add(new FlightListener());
    listeners.addAll(application);
    this.all = List.copyOf(listeners);
    this.application = List.copyOf(application);
  }

  /** Tells each. */
  public void tell(Consumer<StashListener> what) {
    tell(all, what);
  }

  /** What calls the application, and says in the log what that throws. */
  Application boundary() {
    return boundary;
  }

  /**
   * The application has thrown: the log has it, and those who listen. A tab that it sends away on
   * purpose is no failure.
   *
   * @param about which of the application's parts that was, beside the view: nothing that a tab
   *     chooses
   * @param what has failed, for the log
   */
  void failed(String view, String sid, String where, String about, String what, Throwable failure) {
    boundary.failed(view + " " + where + " " + about, what, failure);
    if (!(failure instanceof RefusedException)) {
      tell(one -> one.failed(view, sid, where, failure));
    }
  }

  /** Tells the application alone what happens so often that nobody else is to be asked. */
  public void tellApplication(Consumer<StashListener> what) {
    if (!application.isEmpty()) {
      tell(application, what);
    }
  }

  private void tell(List<StashListener> listeners, Consumer<StashListener> what) {
    listeners.forEach(
        listener ->
            boundary.tried(
                "Telling a listener",
                () -> {
                  what.accept(listener);
                  return true;
                }));
  }
}
