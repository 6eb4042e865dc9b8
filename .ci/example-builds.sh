#!/usr/bin/env bash
# The examples build and pass their tests, with the libraries of this tree as .ci/tutorial.sh, which ran before, installed them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly REPOSITORY=$PWD/target/tutorial/repository
[ -d "$REPOSITORY/dev/livestash" ] || { printf 'Please run .ci/tutorial.sh first.\n' >&2; exit 1; }
cp js-client/dist/livestash.iife.js examples/counter/page/
for example in counter poll; do
  mvn -B -ntp -q -f "examples/$example" -Dmaven.repo.local="$REPOSITORY" test
done
echo "The examples build, and pass their tests."
