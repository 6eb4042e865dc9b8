package dev.livestash.bench;

import com.sun.faces.renderkit.ClientSideStateHelper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/**
 * How Mojarra keeps a view's state in the page by default, by its own classes: Java serialization,
 * GZIP, AES-128-CBC, HMAC.
 */
@NullMarked
final class MojarraWay implements Way {
  private static final String VIEW = "/board.xhtml";

  private final Object state;
  private final FacesApplication application = new FacesApplication(Map.of());
  private final MojarraRequest request = new MojarraRequest(application);
  private final ClientSideStateHelper helper = new ClientSideStateHelper();

  MojarraWay(Object state) {
    this.state = state;
  }

  @Override
  public String commit() {
    Object[] structureAndState = {null, state};
    StringBuilder token = new StringBuilder();
    try {
      helper.writeState(request, structureAndState, token);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return token.toString();
  }

  /** It says what is wrong with a token by a null. */
  @Override
  public Object open(String token) {
    application.post(token);
    try {
      Object opened = Objects.requireNonNull(helper.getState(request, VIEW), "refused");
      return ((Object[]) opened)[1];
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
