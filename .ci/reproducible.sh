#!/usr/bin/env bash
# Builds what a release consists of twice, from fresh clones in two folders, and compares: is each file the same, byte by byte?
# And is it as its users need it?
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Under no name that somebody has.
readonly ANYWHERE=https://repository.invalid/livestash
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# build CLONE MADE: leaves what is published in the folder MADE, and its sums in MADE.sums.
build() {
  git clone --quiet . "$1"
  mkdir "$2"
  (cd "$1" && make "$2") >&2
  (cd "$2" && find . \( -name '*.jar' -o -name '*.pom' -o -name '*.tgz' \) -print0 | sort -z | xargs -0 sha256sum) >"$2.sums"
}

# make MADE: as a release is deployed, but into a folder, and not into the user's own repository.
make() {
  npm ci --silent --ignore-scripts --no-audit --no-fund
  npm run --silent build -w js-client
  mvn -B -ntp -q -Dunchecked -Prelease -Drepository="$ANYWHERE" -Dmaven.test.skip=true -Dmaven.install.skip=true \
    -DaltDeploymentRepository="made::default::file://$1" \
    -pl .,server,server/testkit,server/webjar,server/bom,server/spring-boot-starter deploy
  node js-client/pack.js "$ANYWHERE" "$1"
}

# refused MODULE: a release of it that does not say where its sources are.
refused() {
  local said
  if said=$(mvn -B -ntp -q -Dunchecked -Prelease -pl "$1" validate 2>&1) || ! grep -q 'A release says where' <<<"$said"; then
    echo "A release of $1 without -Drepository was not refused: $said" >&2
    exit 1
  fi
}

refused .
refused server/bom
build "$folder/one" "$folder/made"
build "$folder/a folder of another name" "$folder/again"
diff "$folder/made.sums" "$folder/again.sums" || {
  echo "These differ from one build to the next." >&2
  exit 1
}
cat "$folder/made.sums"
"$folder/one/.ci/published.sh" "$folder/made" "$ANYWHERE"
echo "$(wc -l <"$folder/made.sums") files, each the same in both builds."
