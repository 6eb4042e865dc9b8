#!/usr/bin/env bash
# javadoc.sh FOLDER: the reference of what an application may touch, of the server, its test kit and the starter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

mvn -B -ntp -q -Dunchecked -Dbuild.folder=target/unchecked -pl server,server/testkit,server/spring-boot-starter -am compile dependency:build-classpath \
  -Dmdep.outputFile=target/doc-classpath -Dspotless.check.skip=true
path= sources=
for module in server server/testkit server/spring-boot-starter; do
  path+=:$(cat "$module/target/doc-classpath")
  sources+=:$module/src/main/java
done
mkdir -p "$1"
javadoc -quiet -notimestamp -Xdoclint:none -encoding UTF-8 -d "$1" -cp "${path#:}" -sourcepath "${sources#:}" \
  -subpackages dev.livestash -exclude dev.livestash.internal -doctitle 'LiveStash for Java' -windowtitle 'LiveStash for Java'
