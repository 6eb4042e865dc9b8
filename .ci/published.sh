#!/usr/bin/env bash
# published.sh REPOSITORY ADDRESS: what of this project is in a Maven repository is as its users need it. Each POM says where the
# sources are, by itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly OURS=$1/dev/livestash ADDRESS=$2
version=$(sed -n '/<version>/{s/.*<version>\(.*\)<\/version>.*/\1/p;q}' pom.xml)
failed=

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

for artifact in parent bom server testkit client-webjar spring-boot-starter; do pom "livestash-$artifact"; done
[ -z "$failed" ] || exit 1
echo "The POMs that users get name the sources."
