package dev.livestash.internal.session;

import dev.livestash.internal.wire.Params;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Arrival;
import dev.livestash.view.Context;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the application sees of one attach. */
final class TabContext<S> implements Context<S> {
  private final Updates<S> session;
  private final String view;
  private final Params params;
  private final Visitor visitor;
  private final Arrival arrival;
  private @Nullable Locals locals;
  private volatile @Nullable String refusal;

  TabContext(Updates<S> session, String view, Params params, Visitor visitor, Arrival arrival) {
    this.session = session;
    this.view = view;
    this.params = params;
    this.visitor = visitor;
    this.arrival = arrival;
  }

  @Override
  public String view() {
    return view;
  }

  @Override
  public String sid() {
    return session.sid();
  }

  @Override
  public JsonNode params() {
    return params.tree();
  }

  @Override
  public Optional<String> binding() {
    return visitor.binding();
  }

  @Override
  public Map<String, Object> attributes() {
    return visitor.attributes();
  }

  @Override
  public Optional<Principal> principal() {
    return Optional.ofNullable(visitor.surroundings().principal());
  }

  @Override
  public Map<String, String> pathParameters() {
    return visitor.surroundings().pathParameters();
  }

  @Override
  public Locale locale() {
    return visitor.surroundings().locale();
  }

  @Override
  public Arrival arrival() {
    return arrival;
  }

  /**
   * Whether the tab keeps a token that only a node of a later release can open: what it has here
   * meanwhile is a fresh state, which must not overwrite that token.
   */
  boolean isStandIn() {
    return arrival.reason().equals(Optional.of(RejectReason.NEWER.code()));
  }

  @Override
  public <T> T local(Class<T> type, Supplier<? extends T> make) {
    Locals held = locals;
    if (held == null) {
      held = new Locals();
      locals = held;
    }
    return held.get(type, make);
  }

  Params held() {
    return params;
  }

  /** What is held for it beside the state. */
  long heldBytes() {
    return params.heldBytes() + session.outside().memberships().heldBytes();
  }

  void closeLocals(BiConsumer<String, Throwable> failed) {
    if (locals != null) {
      locals.close(failed);
    }
  }

  @Override
  public void update(UnaryOperator<S> change) {
    session.outside().update(change);
  }

  @Override
  public void reset() {
    session.outside().reset();
  }

  @Override
  public boolean join(String group) {
    return session.outside().memberships().join(group);
  }

  @Override
  public void leave(String group) {
    session.outside().memberships().leave(group);
  }

  @Override
  public void publish(String group, String name, Object data) {
    session.outside().publish(group, name, data);
  }

  @Override
  public void push(String name, Object data) {
    session.outside().push(name, data);
  }

  /** Calls the view's {@code attached}, which joins the tab's groups. */
  void attaching(Runnable attached) {
    session.outside().memberships().attaching(attached);
  }

  @Override
  public RuntimeException refuse(String reason) {
    RefusedException refused = new RefusedException(reason);
    refusal = refused.reason();
    session.refuse(refused.reason());
    return refused;
  }

  /** Why the tab is sent away for good, if it is. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }
}
