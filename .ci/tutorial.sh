#!/usr/bin/env bash
# Does what each tutorial says, from its own blocks: in an empty folder outside of this tree, with the libraries as they are
# installed. They are so in a repository of their own, beside which the user's own lends its plugins and libraries.
# Usage: .ci/tutorial.sh [--jdk HOME]… [DOCUMENT…]; node, mvn, java and CHROMIUM are there, and the browser module is built.
# The libraries are made by the JDK that is there; with others, the tutorials are followed by each of those.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jdks=()
while [ "${1:-}" = --jdk ]; do
  [ -x "${2:-}/bin/javac" ] || { printf '%s is the home of no JDK.\n' "${2:-Nothing}" >&2; exit 2; }
  jdks+=("$(realpath "$2")")
  shift 2
done
documents=("$@")
[ $# -gt 0 ] || documents=(docs/tutorial.md docs/tutorial-spring-boot.md)
readonly OWN=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
readonly REPOSITORY=$PWD/target/tutorial/repository
# Under no name that somebody has.
readonly ANYWHERE=https://repository.invalid/livestash

# What the user's repository has but for this project, by links: what is fetched goes there, and is fetched once.
lend() {
  rm -rf target/tutorial
  mkdir -p "$REPOSITORY/dev" "$OWN/dev"
  find "$OWN" -mindepth 1 -maxdepth 1 ! -name dev -exec ln -s {} "$REPOSITORY/" \;
  find "$OWN/dev" -mindepth 1 -maxdepth 1 ! -name livestash -exec ln -s {} "$REPOSITORY/dev/" \;
}

# It ends with the script, also if that fails; the logs stay.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# followed_by JDK DOCUMENT
followed_by() {
  printf 'By %s:\n' "$("$1/bin/java" -version 2>&1 | head -n 1)"
  JAVA_HOME=$1 PATH=$1/bin:$PATH follow "$2"
}

follow() {
  local document=$1 name folder
  name=$(basename "$document" .md)
  folder=$place/$name
  rm -rf "$folder"
  mkdir "$folder"
  node .ci/docs/extract.mjs "$document" "$folder"
  mkdir "$folder/.mvn"
  printf '%s\n' "-Dmaven.repo.local=$REPOSITORY" -B -ntp >"$folder/.mvn/maven.config"
  if ! (cd "$folder" && bash -euo pipefail "../$name.sh") >"target/tutorial/$name.log" 2>&1; then
    tail -n 60 "target/tutorial/$name.log"
    printf '%s does not hold: see target/tutorial/%s.log.\n' "$document" "$name" >&2
    exit 1
  fi
  printf '%s holds: %s.\n' "$document" "$(grep '^\[.*Tests run: .*[0-9]$' "target/tutorial/$name.log" | tail -n 1 | sed 's/.*Tests/tests/')"
}

lend
# With the POMs that a release would have: they are what the tutorials' projects are to be built with.
mvn -B -ntp -q -Dmaven.repo.local="$REPOSITORY" -Dunchecked -Dbuild.folder=target/unchecked -Dmaven.test.skip=true \
  -Drepository="$ANYWHERE" -pl server,server/testkit,server/webjar,server/bom,server/spring-boot-starter -am install
.ci/published.sh "$REPOSITORY" "$ANYWHERE"
for document in "${documents[@]}"; do
  [ ${#jdks[@]} -gt 0 ] || follow "$document"
  for jdk in "${jdks[@]}"; do followed_by "$jdk" "$document"; done
done
