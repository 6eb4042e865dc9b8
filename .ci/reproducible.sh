#!/usr/bin/env bash
# Builds what a release consists of twice, from fresh clones in two folders, and compares: is each file the same, byte by byte?
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Under no name that somebody has.
readonly ANYWHERE=https://repository.invalid/livestash
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# build FOLDER: leaves the sums of all its artifacts in FOLDER.sums.
build() {
  git clone --quiet . "$1"
  (cd "$1" && make) >&2
  (
    cd "$1"
    find server js-client -maxdepth 3 \( -path '*/target/*.jar' -o -name '*.tgz' \) -print0 | sort -z | xargs -0 sha256sum
  ) >"$1.sums"
}

make() {
  npm ci --silent --ignore-scripts --no-audit --no-fund
  npm run --silent build -w js-client
  mvn -B -ntp -q -Dunchecked -Prelease -Drepository="$ANYWHERE" -Dmaven.test.skip=true \
    -pl server,server/testkit,server/spring-boot-starter,server/webjar package
  (cd js-client && npm pack --silent --ignore-scripts)
}

build "$folder/one"
build "$folder/a folder of another name"
diff "$folder/one.sums" "$folder/a folder of another name.sums" || {
  echo "These differ from one build to the next." >&2
  exit 1
}
cat "$folder/one.sums"
echo "$(wc -l <"$folder/one.sums") files, each the same in both builds."
