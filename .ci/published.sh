#!/usr/bin/env bash
# published.sh REPOSITORY ADDRESS: what of this project is in a Maven repository is as its users need it. Each POM says where the
# sources are, by itself; each jar has its licence and the name of its module, and the WebJar what it is for.
set -euo pipefail
OURS=$(realpath "$1")/dev/livestash
readonly OURS ADDRESS=$2
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$(sed -n '/<version>/{s/.*<version>\(.*\)<\/version>.*/\1/p;q}' pom.xml)
failed=
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

wrong() {
  printf '%s: %s\n' "$1" "$2" >&2
  failed=1
}

# pom ARTIFACT: a page to read, and a place to clone from.
pom() {
  local file=$OURS/$1/$version/$1-$version.pom
  # shellcheck disable=SC2016 # It is what must not be left.
  if [ ! -e "$file" ]; then
    wrong "$1" "it is missing."
  elif grep -qF '${repository}' "$file" || [ "$(grep -cF "<url>$ADDRESS</url>" "$file")" != 2 ] ||
    ! grep -qF "<connection>scm:git:$ADDRESS</connection>" "$file"; then
    wrong "$1" "its POM does not say that the sources are at $ADDRESS: $file"
  fi
}

# jar_of ARTIFACT MODULE: is in the folder then, as far as it is below META-INF.
jar_of() {
  local text
  rm -rf "${folder:?}/META-INF"
  (cd "$folder" && jar xf "$OURS/$1/$version/$1-$version.jar" META-INF)
  for text in LICENSE NOTICE; do
    cmp -s "$folder/META-INF/$text" "$text" || wrong "$1" "its jar has not the $text of this project."
  done
  grep -q "^Automatic-Module-Name: $2"$'\r*$' "$folder/META-INF/MANIFEST.MF" || wrong "$1" "its jar is not the module $2."
}

for artifact in parent bom server testkit client-webjar spring-boot-starter; do pom "livestash-$artifact"; done
jar_of livestash-server dev.livestash
jar_of livestash-testkit dev.livestash.testkit
jar_of livestash-spring-boot-starter dev.livestash.spring
jar_of livestash-client-webjar dev.livestash.webjar
for file in js-client/dist/*.js js-client/dist/*.js.map; do
  cmp -s "$file" "$folder/META-INF/resources/webjars/livestash-client/$version/${file##*/}" ||
    wrong livestash-client-webjar "it has not $file as it was built."
done
[ -z "$failed" ] || exit 1
echo "What users get says where its sources are, and has its licence, the names of its modules, and the browser's half."
