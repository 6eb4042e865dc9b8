#!/usr/bin/env bash
# readme-project.sh FOLDER: puts the README's example there, as it tells the reader to. Its module must have been built.
set -euo pipefail
folder=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# block LANGUAGE: the first block of the README in this language.
block() { awk -v start='```'"$1" 'on && /^```/ { exit } on { print } $0 == start { on = 1 }' README.md; }

mkdir -p "$folder"/{src/main/java,page}
block xml >"$folder/pom.xml"
block java >"$folder/src/main/java/Counter.java"
block html >"$folder/page/index.html"
cp js-client/dist/livestash.iife.js "$folder/page/"
