package dev.livestash.bench;

import java.util.Map;
import java.util.Objects;
import org.apache.myfaces.application.viewstate.StateUtils;
import org.apache.myfaces.spi.impl.DefaultSerialFactory;
import org.jspecify.annotations.NullMarked;

/**
 * How MyFaces keeps a view's state in the page, by its own classes: Java serialization, GZIP if an
 * application asks for it, AES-ECB, HMAC.
 */
@NullMarked
final class MyFacesWay implements Way {
  private final Object state;
  private final FacesApplication application;

  private MyFacesWay(Object state, Map<String, String> parameters) {
    this.state = state;
    this.application = new FacesApplication(parameters);
    application.getApplicationMap().put(StateUtils.SERIAL_FACTORY, new DefaultSerialFactory());
    StateUtils.initSecret(application.getContext());
  }

  /** By default, without compression. */
  static MyFacesWay plain(Object state) {
    return new MyFacesWay(state, Map.of());
  }

  static MyFacesWay zipped(Object state) {
    return new MyFacesWay(state, Map.of(StateUtils.COMPRESS_STATE_IN_CLIENT, "true"));
  }

  @Override
  public String commit() {
    return StateUtils.construct(state, application);
  }

  /** It says what is wrong with a token by a null. */
  @Override
  public Object open(String token) {
    return Objects.requireNonNull(StateUtils.reconstruct(token, application), "refused");
  }
}
