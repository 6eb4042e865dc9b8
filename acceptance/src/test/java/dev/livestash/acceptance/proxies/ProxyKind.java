package dev.livestash.acceptance.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A proxy that there is a documented configuration for, and how it is run. */
enum ProxyKind {
  NGINX("nginx.conf", "listen 443 ", List.of(" max_fails=0", " http_503"), "nginx -v") {
    @Override
    Path main(Setup setup, Path site) throws IOException {
      return write(
          setup,
          """
          worker_processes 1;
          pid %1$s/nginx.pid;
          error_log stderr;
          events { worker_connections 1024; }
          http { access_log off; include %2$s; }
          """
              .formatted(setup.folder(), site));
    }

    @Override
    List<String> start(Setup setup, Path main) {
      return List.of(
          "nginx", "-p", setup.folder().toString(), "-c", main + "", "-g", "daemon off;");
    }

    @Override
    List<String> reload(Setup setup, Path main, long pid) {
      return List.of("kill", "-HUP", "" + pid);
    }
  },

  HAPROXY(
      "haproxy.cfg",
      "bind :443 ",
      List.of(
          "  option httpchk GET /health\n",
          "  default-server check inter 500ms fall 1 rise 1\n",
          "  option redispatch 1\n",
          "  retry-on conn-failure empty-response 503\n"),
      "haproxy -v") {
    @Override
    Path main(Setup setup, Path site) {
      return site;
    }

    @Override
    List<String> start(Setup setup, Path main) {
      return List.of("haproxy", "-W", "-db", "-f", main.toString());
    }

    @Override
    List<String> reload(Setup setup, Path main, long pid) {
      return List.of("kill", "-USR2", "" + pid);
    }

    @Override
    Optional<String> protocols() {
      return Optional.of("page h2, socket h2 (RFC 8441)");
    }
  },

  CADDY(
      "Caddyfile",
      "",
      List.of(
          "\t\t\thealth_uri /health\n",
          "\t\t\thealth_interval 500ms\n",
          "\t\t\thealth_timeout 1s\n",
          "\t\t\tlb_try_duration 3s\n",
          "\t\t\tlb_try_interval 100ms\n"),
      "caddy version") {
    @Override
    Path main(Setup setup, Path site) throws IOException {
      return write(
          setup,
          """
          {
            admin localhost:%d
            https_port %d
            auto_https disable_redirects
            storage file_system %s
          }
          import %s
          """
              .formatted(setup.adminPort(), setup.port(), setup.folder(), site));
    }

    @Override
    List<String> start(Setup setup, Path main) {
      return List.of("caddy", "run", "--adapter", "caddyfile", "--config", main.toString());
    }

    @Override
    List<String> reload(Setup setup, Path main, long pid) {
      List<String> command = List.of("caddy", "reload", "--force", "--adapter", "caddyfile");
      List<String> where =
          List.of("--config", main.toString(), "--address", "localhost:" + setup.adminPort());
      return Stream.concat(command.stream(), where.stream()).toList();
    }
  },

  HTTPD(
      "httpd.conf",
      "<VirtualHost *:443>",
      List.of(" retry=0", " hcmethod=GET hcuri=/health hcinterval=1 hcpasses=1 hcfails=1"),
      "apache2 -v") {
    /** What {@code a2enmod} adds by itself to the modules that the file names. */
    private static final String IMPLIED = "mpm_event authz_core slotmem_shm socache_shmcb ";

    @Override
    Path main(Setup setup, Path site) throws IOException {
      String modules =
          Stream.of((IMPLIED + enabled(site)).split(" ", -1))
              .map("LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n"::formatted)
              .collect(Collectors.joining());
      return write(
          setup,
          modules
              + """
              ServerRoot %1$s
              DefaultRuntimeDir %1$s
              PidFile %1$s/httpd.pid
              ErrorLog /dev/stderr
              ServerName %2$s
              User www-data
              Group www-data
              Listen %3$d
              Include %4$s
              """
                  .formatted(setup.folder(), Setup.HOST, setup.port(), site));
    }

    private static String enabled(Path site) throws IOException {
      return Files.readAllLines(site).stream()
          .filter(line -> line.startsWith("# a2enmod "))
          .findFirst()
          .orElseThrow()
          .substring("# a2enmod ".length());
    }

    @Override
    List<String> start(Setup setup, Path main) {
      return List.of("apache2", "-DFOREGROUND", "-f", main.toString());
    }

    @Override
    List<String> reload(Setup setup, Path main, long pid) {
      return List.of("kill", "-USR1", "" + pid);
    }
  };

  private final String file;
  private final String listens;

  @SuppressWarnings("ImmutableEnumChecker") // each is made by List.of
  private final List<String> remedies;

  private final String version;

  ProxyKind(String file, String listens, List<String> remedies, String version) {
    this.file = file;
    this.listens = listens;
    this.remedies = remedies;
    this.version = version;
  }

  /** The name of its documented configuration. */
  String file() {
    return file;
  }

  /** The text in that by which it listens on 443; empty if another file says where it listens. */
  String listens() {
    return listens;
  }

  /** The texts in that which make deploys fast: without them it does as its defaults say. */
  List<String> remedies() {
    return remedies;
  }

  /** The command that tells its version. */
  List<String> version() {
    return List.of(version.split(" ", -1));
  }

  /** What it is started with: a file around the documented one, where an installation has one. */
  abstract Path main(Setup setup, Path site) throws IOException;

  abstract List<String> start(Setup setup, Path main);

  abstract List<String> reload(Setup setup, Path main, long pid);

  /** What a browser is to speak with it, of page and socket; empty where that is not said. */
  Optional<String> protocols() {
    return Optional.empty();
  }

  private static Path write(Setup setup, String main) throws IOException {
    return Files.writeString(setup.folder().resolve("main.conf"), main);
  }

  /** Each. */
  static List<ProxyKind> all() {
    return List.of(values());
  }

  /** By its name, such as {@code haproxy}. */
  static Optional<ProxyKind> named(String name) {
    return all().stream().filter(kind -> kind.toString().equals(name)).findAny();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
