package dev.livestash.demo;

import dev.livestash.view.Arrival;
import dev.livestash.view.Context;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A context as the workbench knows it. */
record SheetContext(Context<VictimView.State> context) implements Context<Sheet> {
  @Override
  public String view() {
    return context.view();
  }

  @Override
  public String sid() {
    return context.sid();
  }

  @Override
  public JsonNode params() {
    return context.params();
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of();
  }

  @Override
  public Optional<String> binding() {
    return context.binding();
  }

  @Override
  public Optional<Principal> principal() {
    return context.principal();
  }

  @Override
  public Map<String, String> pathParameters() {
    return context.pathParameters();
  }

  @Override
  public Locale locale() {
    return context.locale();
  }

  @Override
  public boolean join(String group) {
    return context.join(group);
  }

  @Override
  public void leave(String group) {
    context.leave(group);
  }

  @Override
  public void publish(String group, String name, Object data) {
    context.publish(group, name, data);
  }

  @Override
  public void push(String name, Object data) {
    context.push(name, data);
  }

  @Override
  public RuntimeException refuse(String reason) {
    return context.refuse(reason);
  }

  @Override
  public Arrival arrival() {
    return context.arrival();
  }

  @Override
  public <T> T local(Class<T> type, Supplier<? extends T> make) {
    return context.local(type, make);
  }

  @Override
  public void update(UnaryOperator<Sheet> change) {
    context.update(state -> state.with(change.apply(state.sheet())));
  }

  @Override
  public void reset() {
    context.reset();
  }
}
