#!/usr/bin/env bash
# The README's POM and view build, with the library of this tree: nothing has to be installed before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

.ci/readme-project.sh target/readme/counter
cat >target/readme/pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>readme</artifactId>
  <version>1.0.0</version>
  <packaging>pom</packaging>
  <modules>
    <module>../..</module>
    <module>counter</module>
  </modules>
</project>
XML
mvn -B -ntp -q -f target/readme -pl :counter -am compile -Dspotless.check.skip=true
echo "The README's project builds."
