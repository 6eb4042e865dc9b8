package dev.livestash.bench;

import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.FacesContextWrapper;
import org.jspecify.annotations.NullMarked;

/** A request to a view whose state is in its page. */
@NullMarked
final class MojarraRequest extends FacesContextWrapper {
  private final ExternalContext application;
  private final UIViewRoot view;

  /** It is its thread's request from here on, since views and Mojarra's helpers ask for that. */
  MojarraRequest(ExternalContext application) {
    super(null);
    this.application = application;
    FacesContext.setCurrentInstance(this);
    this.view = new UIViewRoot();
  }

  @Override
  public ExternalContext getExternalContext() {
    return application;
  }

  @Override
  public UIViewRoot getViewRoot() {
    return view;
  }
}
