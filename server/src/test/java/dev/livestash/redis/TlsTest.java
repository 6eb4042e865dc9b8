package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server with TLS, and the user of {@code docs/operations.md}, by address alone. */
class TlsTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // by start
  private TlsFiles files;

  @SuppressWarnings("NullAway.Init") // by start
  private RedisProcess redis;

  private final int tlsPort = RedisProcess.freePort();

  @BeforeEach
  void start() throws IOException {
    files = TlsFiles.in(folder);
    redis =
        RedisProcess.start(
            "--tls-port",
            Integer.toString(tlsPort),
            "--tls-cert-file",
            files.certificate(),
            "--tls-key-file",
            files.key(),
            "--tls-ca-cert-file",
            files.certificate(),
            "--tls-auth-clients",
            "no");
    // The second one is for clusters.
    String user =
        Files.readAllLines(Path.of("../docs/operations.md")).stream()
            .filter(line -> line.startsWith("ACL SETUSER livestash on"))
            .findFirst()
            .orElseThrow();
    assertThat(redis.command(user)).isEqualTo("+OK");
    assertThat(redis.command("ACL SETUSER default off")).isEqualTo("+OK");
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  /** What a process says that trusts the certificate, or not. */
  private List<String> said(String address, boolean trusts) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(trusts ? files.trusting() : List.of());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TlsUser.class.getName(),
            address.replace("PORT", Integer.toString(tlsPort))));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }

  @Test
  void aUserOfTheDocumentsRightsDoesAllOverTls() throws Exception {
    assertThat(said("rediss://livestash:password@localhost:PORT", true))
        .containsExactly(
            "claimed Owned[gen=1, shared=true]",
            "noted {user=text}",
            "stored Optional[a.b.c]",
            "heard text");
  }

  @Test
  void whoDoesNotTrustTheCertificateIsNotSpokenTo() throws Exception {
    assertThat(said("rediss://livestash:password@localhost:PORT", false)).containsExactly("failed");
  }

  @Test
  void whoHasNoPasswordOrNoTlsIsNotAnswered() throws Exception {
    assertThat(said("rediss://localhost:PORT", true)).containsExactly("failed");
    assertThat(said("redis://livestash:password@localhost:PORT", true)).containsExactly("failed");
  }
}
