package dev.livestash.testkit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import org.jspecify.annotations.Nullable;

/** A state of which a part does not come back. */
final class LossyView implements View<LossyView.Form> {
  record Form(String name, @JsonIgnore @Nullable String password) {}

  record Login(String name, String password) {}

  @Override
  public Class<Form> stateType() {
    return Form.class;
  }

  @Override
  public Form first(Context<Form> context) {
    return new Form("", null);
  }

  @Override
  public void handlers(ViewHandlers<Form> on) {
    on.on("login", Login.class, (form, login, event) -> new Form(login.name(), login.password()));
  }

  @Override
  public Object render(Form form, Context<Form> context) {
    return form.name();
  }
}
