#!/usr/bin/env bash
# The example's POM and view build, with the library of this tree: nothing has to be installed before.
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
mvn -B -ntp -q -f target/example -pl :counter -am compile -Dspotless.check.skip=true
echo "The example builds."
