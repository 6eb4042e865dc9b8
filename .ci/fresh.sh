#!/usr/bin/env bash
# fresh.sh [debian-13|debian-12|ubuntu-24.04]: the README's commands on a bare machine. CONTRIBUTING.md tells more.
# The machine is a folder, and all that is mounted and started there is in a namespace that ends with this script.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/toolchain.sh
. .ci/toolchain.sh

release=${1:-debian-13}
case $release in
  debian-13) suite=trixie ;;
  debian-12) suite=bookworm ;;
  ubuntu-24.04) suite=noble ;;
  *) die "It is one of debian-13, debian-12 and ubuntu-24.04." ;;
esac
[ "$(id -u)" = 0 ] || die "A bare machine is made by root: sudo ./dev fresh $release"
for command in debootstrap unshare git; do
  has "$command" || die "Please install '$command' (apt-get install debootstrap util-linux git)."
done
[ -z "$(git status --porcelain)" ] || say "What is not committed is not tried."

machine=$(mktemp -d "${TMPDIR:-/var/tmp}/livestash-fresh.XXXXXX")
chmod 755 "$machine"
namespace=
# shellcheck disable=SC2317 # The traps call it.
leave() {
  trap - EXIT INT TERM
  if [ -n "$namespace" ]; then
    # unshare takes no milder signal, and what is in the namespace ends with it.
    kill -KILL "$namespace" 2>/dev/null || true
    wait "$namespace" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$machine" || { sleep 2 && rm -rf --one-file-system "$machine"; }
}
trap leave EXIT
trap 'exit 130' HUP INT TERM
unshare --mount --pid --fork --kill-child .ci/fresh-machine.sh "$machine" "${release%%-*}" "$suite" ".livestash/fresh/$release" &
namespace=$!
code=0
wait "$namespace" || code=$?
namespace=
exit "$code"
