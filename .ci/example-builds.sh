#!/usr/bin/env bash
# The example builds and passes its tests, with the libraries of this tree: nothing has to be installed before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p target/example
cat >target/example/pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>example</artifactId>
  <version>1.0.0</version>
  <packaging>pom</packaging>
  <modules>
    <module>../..</module>
    <module>../../examples/counter</module>
  </modules>
</project>
XML
cp js-client/dist/livestash.iife.js examples/counter/page/
# Those modules' own tests are run elsewhere.
mvn -B -ntp -q -f target/example -pl :counter -am test -Dspotless.check.skip=true -Dskip.unit.tests=true
echo "The example builds, and passes its tests."
