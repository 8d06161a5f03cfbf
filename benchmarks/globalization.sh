#!/usr/bin/env bash
# Starts the local app with and without ICU, five times each in turn, and prints the time to the first answer, the processor time
# until then and the most memory, as medians. Needs ICU on the machine (Debian: libicu72), curl, and a build of Focusflow.Local.
set -euo pipefail
cd "$(dirname "$0")/.."
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for invariant in true false; do
  cp -r Focusflow.Local/bin/Debug/net10.0 "$results/$invariant"
  sed -i "s/\"System.Globalization.Invariant\": [a-z]*/\"System.Globalization.Invariant\": $invariant/" "$results/$invariant/Focusflow.Local.runtimeconfig.json"
done

port=7800
for _ in 1 2 3 4 5; do
  for invariant in true false; do
    port=$((port + 1)) start=$(date +%s%N)
    dotnet "$results/$invariant/Focusflow.Local.dll" --port $port --data :memory: >/dev/null 2>&1 &
    app=$!
    until curl -sf "http://localhost:$port/api/health/ready" >/dev/null; do sleep 0.02; done
    answered=$(date +%s%N)
    read -r -a stat </proc/$app/stat
    memory=$(grep VmHWM /proc/$app/status | tr -dc 0-9)
    echo "$(((answered - start) / 1000000)) $((10 * (stat[13] + stat[14]))) $((memory / 1024))" >>"$results/$invariant.txt"
    kill $app
    wait $app 2>/dev/null || true
  done
done

median() { sort -n -k "$2,$2" "$results/$1.txt" | sed -n 3p | cut -d ' ' -f "$2"; }
for invariant in true false; do
  [ $invariant = true ] && name="without ICU" || name="with ICU"
  echo "$name: $(median $invariant 1) ms to the first answer, $(median $invariant 2) ms of processor time, $(median $invariant 3) MB at most"
done
