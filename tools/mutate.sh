#!/usr/bin/env bash
# Changes the decisions of a folder of Focusflow.Core one by one and looks whether a test notices. Only tests that start no host
# are run, so that a mutant takes seconds. Reports go to StrykerOutput.
#   tools/mutate.sh Features/Focus 'SessionRulesTests|SessionPlanTests'     a folder or file, and the classes that test it
set -euo pipefail
cd "$(dirname "$0")/../Focusflow.Tests" # where Stryker looks for what it tests
what=${1:?a folder or file of Focusflow.Core} classes=${2:?the test classes, separated by |}
case $what in *.cs) mutate=$what ;; *) mutate="$what/**/*.cs" ;; esac
config=$(mktemp --suffix=.json)
trap 'rm -f "$config"' EXIT
filter=$(printf '%s' "$classes" | sed 's/[^|]*/FullyQualifiedName~&/g')
cat > "$config" <<JSON
{
  "stryker-config": {
    "project": "Focusflow.Core.csproj",
    "test-case-filter": "$filter",
    "mutate": ["$mutate"],
    "reporters": ["cleartext", "json"],
    "coverage-analysis": "off",
    "thresholds": { "high": 95, "low": 85, "break": 85 }
  }
}
JSON
dotnet tool restore > /dev/null
dotnet stryker --config-file "$config"
