#!/usr/bin/env bash
# fresh-machine.sh FOLDER DISTRIBUTION SUITE LOGS: makes the bare machine, and tries it. Only for fresh.sh, in a namespace.
# shellcheck disable=SC2317 # `timed` calls them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/toolchain.sh
. .ci/toolchain.sh

readonly machine=$1 distribution=$2 suite=$3 logs=$4
readonly PATIENCE_SECONDS=900
table=''

# timed NAME COMMAND...: a line of the table. What it prints is in a file; its end is shown if it fails.
timed() {
  local name=$1 log=$logs/${1%% *}.log started=$SECONDS code
  shift
  say "$name"
  set +e
  (set -e; "$@") >"$log" 2>&1
  code=$?
  set -e
  row "$name" $((SECONDS - started)) "$([ "$code" = 0 ] || echo "FAILED: see $log")"
  [ "$code" = 0 ] || { tail -n 40 "$log" >&2; end 1; }
}

row() { table+=$(printf '%3d:%02d  %s  %s' $(($2 / 60)) $(($2 % 60)) "$1" "$3")$'\n'; }

end() {
  printf '\nminutes\n%s' "$table"
  exit "$1"
}

# --- the machine

# The mirror that this machine has of the distribution; else debootstrap's own.
mirror() {
  apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' "Origin: ${distribution^}" | head -n 1
}

bare_machine() {
  local keyring=/usr/share/keyrings/$distribution-archive-keyring.gpg scripts=/usr/share/debootstrap/scripts script=sid
  [ -e "$keyring" ] || die "There is no $keyring (package $distribution-keyring)."
  [ "$distribution" = debian ] || script=gutsy
  [ ! -e "$scripts/$suite" ] || script=$suite
  debootstrap --variant=minbase --include=git,ca-certificates --keyring="$keyring" --force-check-gpg \
    ${universe:+--components=main,universe} "$suite" "$machine" "$(mirror)" "$scripts/$script"
}

# What this machine needs to reach the registries, so does that one: apt's, npm's and Maven's settings, and certificates.
settings() {
  local apt=$machine/etc/apt file
  apt-config dump Acquire >"$apt/apt.conf.d/90host"
  for file in auth.conf auth.conf.d; do
    [ ! -e "/etc/apt/$file" ] || cp -r "/etc/apt/$file" "$apt/"
  done
  cp -r /usr/local/share/ca-certificates "$machine/usr/local/share/"
  chroot "$machine" update-ca-certificates
  cp /etc/resolv.conf /etc/hosts "$machine/etc/"
  if has npm; then cat "$(npm config get globalconfig)" ~/.npmrc >"$machine/root/.npmrc" 2>/dev/null || true; fi
  if [ -e ~/.m2/settings.xml ]; then
    mkdir -p "$machine/root/.m2"
    cp ~/.m2/settings.xml "$machine/root/.m2/"
  fi
}

system_folders() {
  mount -t proc proc "$machine/proc"
  mount --rbind /sys "$machine/sys"
  mount --rbind /dev "$machine/dev"
}

# on_it COMMAND: in a shell of that machine, in the clone; of our environment it has the proxies.
on_it() {
  local variables=() name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY npm_config_registry; do
    [ -z "${!name:-}" ] || variables+=("$name=${!name}")
  done
  chroot "$machine" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "${variables[@]}" \
    bash -c "cd /root/livestash && $1"
}

# start NAME COMMAND: on that machine, in the background.
start() {
  set -m
  on_it "$2" >"$logs/$1.log" 2>&1 &
  server=$!
  set +m
}

stop() {
  kill -- "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}

# --- what is tried on it

free_port() {
  local port=18080
  while (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null; do port=$((port + 10)); done
  echo "$port"
}

is_served() {
  (exec 3<>"/dev/tcp/localhost/$1" && printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && read -r line <&3 &&
    [[ $line == *' 200 '* ]]) 2>/dev/null
}

# served PORT PROCESS: waits until the process serves a page there.
served() {
  local until=$((SECONDS + PATIENCE_SECONDS))
  until is_served "$1"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.2
  done
}

# opens PORT EXPRESSION PICTURE: the page is there, and the expression becomes true in it.
opens() {
  local call=(.ci/open-page.mjs "${browser:-chromium}" "http://localhost:$1/" "$2")
  if [ -n "$browser" ]; then
    node "${call[@]}" "$logs/$3.png"
  else
    on_it "PATH=\$PWD/.livestash/tools/bin:\$PATH node $(printf '%q ' "${call[@]}") picture.png"
    cp "$machine/root/livestash/picture.png" "$logs/$3.png"
  fi
}

install_and_write_project() {
  on_it './dev install && cp -r examples/counter /root && cp js-client/dist/livestash.iife.js /root/counter/page'
  sed -i "s/8080/$port/" "$machine/root/counter/src/main/java/Counter.java"
}

try_demo() {
  start demo "./dev demo --port $port"
  timed "page (./dev demo, until its page is there)" served "$port" "$server"
  grep -v '…' "$logs/demo.log" | sed 's/^/    /' >&2
  [ -n "$browser" ] || timed "setup (./dev setup: the browser and Redis)" on_it './dev setup'
  timed "live (the demo's page in a browser)" opens "$port" 'document.body.dataset.status === "live"' demo
  stop
}

try_readme() {
  timed "install (./dev install)" install_and_write_project
  start counter "cd /root/counter && mvn -B -ntp compile exec:java"
  timed "readme (the README's project, until its page is there)" served "$port" "$server"
  timed "counts (its page in a browser)" opens "$port" 'document.querySelector("output").textContent === "0"' counter
  stop
}

mkdir -p "$logs"
rm -f "$logs"/*
universe=''
browser=''
if [ "$distribution" = ubuntu ]; then
  # It has no Chromium but a snap's, which needs a running system: this machine's browser looks at the pages.
  universe=1
  find_browser || die "$(browser_advice)"
  browser=$CHROMIUM
fi

timed "root (the bare machine itself)" bare_machine
timed "settings (of this machine)" settings
system_folders
git clone -q "file://$PWD" "$machine/root/livestash"
port=$(free_port)
try_demo
try_readme
timed "test (./dev test)" on_it './dev test'
grep -E 'Tests run:.*[0-9]$|passed' "$logs/test.log" | tail -n 12 >&2
end 0
