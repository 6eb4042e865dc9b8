package dev.livestash.bench;

import jakarta.faces.context.ExternalContextWrapper;
import jakarta.faces.render.ResponseStateManager;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * As much of a web application as Faces asks for to save a view's state: its parameters, its
 * attributes, and what a page has posted. It has no sessions, since such a state does without.
 */
@NullMarked
final class FacesApplication extends ExternalContextWrapper {
  private final Map<String, String> parameters;
  private final Map<String, Object> attributes = new HashMap<>();
  private final Map<String, String> posted = new HashMap<>();
  private final ServletContext servlets =
      (ServletContext)
          Proxy.newProxyInstance(
              ServletContext.class.getClassLoader(),
              new Class<?>[] {ServletContext.class},
              (proxy, method, arguments) -> answer(method, arguments));

  FacesApplication(Map<String, String> parameters) {
    super(null);
    this.parameters = parameters;
  }

  /** Where a Faces implementation looks while it starts, and never again. */
  private @Nullable Object answer(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getContextPath" -> "";
      case "getInitParameter" -> parameters.get(arguments[0]);
      case "getInitParameterNames" -> Collections.enumeration(parameters.keySet());
      case "getAttribute" -> attributes.get(arguments[0]);
      case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  /** The page sends the state that it was given. */
  void post(String token) {
    posted.put(ResponseStateManager.VIEW_STATE_PARAM, token);
  }

  @Override
  public ServletContext getContext() {
    return servlets;
  }

  @Override
  public @Nullable String getInitParameter(String name) {
    return parameters.get(name);
  }

  @Override
  public Map<String, Object> getApplicationMap() {
    return attributes;
  }

  @Override
  public Map<String, String> getRequestParameterMap() {
    return posted;
  }

  @Override
  public @Nullable Object getSession(boolean create) {
    return null;
  }
}
