package dev.livestash.internal.undertow;

import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Selects the subprotocol. A version that is not served is accepted too, since a browser tells its
 * script nothing of a refused handshake: the socket is closed with 4004 instead.
 */
final class VersionedHandshake extends Hybi13Handshake {
  static final String VERSION_1 = "livestash.v1";
  private static final String FAMILY = "livestash.v";

  VersionedHandshake() {
    // No permessage-deflate: tokens are compressed already, and the attacker's text beside a secret
    // leaks its length.
    super(Set.of(VERSION_1), false);
  }

  @Override
  protected String supportedSubprotols(String[] offered) {
    List<String> versions =
        Arrays.stream(offered).map(String::trim).filter(one -> one.startsWith(FAMILY)).toList();
    return versions.contains(VERSION_1) || versions.isEmpty() ? VERSION_1 : versions.get(0);
  }
}
