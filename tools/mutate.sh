#!/usr/bin/env bash
# Changes the decisions of Focusflow.Core bit by bit and looks whether a test notices. Only tests that start no host are run (see
# tools/mutation), so that a change takes seconds. Ends with 1 when less than 85 % are noticed; the report goes to StrykerOutput.
#   tools/mutate.sh                                  all that tools/mutation/stryker-config.json names
#   tools/mutate.sh Features/Focus/SessionRules.cs   a file of Focusflow.Core, or several
set -euo pipefail
cd "$(dirname "$0")/mutation"
files=()
for file; do
  files+=(--mutate "$file")
done
dotnet tool restore > /dev/null
dotnet stryker --config-file stryker-config.json "${files[@]}"
