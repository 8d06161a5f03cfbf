#!/usr/bin/env bash
# Notifications as they are made: opens the stream, lets a reminder fire, loses the connection, and goes on where it was.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2025-09-26T22:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="john.$RANDOM$RANDOM@example.com"
here=$(mktemp -d)
trap 'kill "${listening:-0}" 2>/dev/null || true; rm -r "$here"' EXIT

# Listens in the background; the first line that comes shows that the stream is open.
listen() {
  printf '\n> GET /api/notifications/stream%s\n' "${1:+  Last-Event-ID: $1}"
  curl --silent --no-buffer --header "Authorization: Bearer $token" ${1:+--header "Last-Event-ID: $1"} \
    "$url/api/notifications/stream" > "$here/stream" &
  listening=$!
  until [ -s "$here/stream" ]; do :; done
}

# Waits for some text, and shows all that has come.
heard() {
  until grep --quiet -- "$1" "$here/stream"; do :; done
  sed 's/^/< /' "$here/stream"
}

remind() { api POST /api/tasks/ "{\"title\":\"$1\",\"reminder_enabled\":true,\"reminder_time\":\"$2\"}"; }

api POST /api/auth/register "{\"name\":\"John Doe\",\"email\":\"$me\",\"password\":\"correct horse battery\"}"
token=$(field access_token)

say "Two reminders, and a listener"
remind "Call Sophie" 2025-09-26T22:00:10Z
remind "Water the plants" 2025-09-26T22:01:30Z
listen ""
advance PT22S
heard "Call Sophie"

say "The connection is lost; the second reminder fires meanwhile"
kill "$listening"
last=$(grep '^id: ' "$here/stream" | tail -n 1 | cut -c 5-)
advance PT1M10S

say "The client comes back with the last id that it saw"
listen "$last"
heard "Water the plants"

say "After 25 seconds the stream ends by itself"
advance PT30S
wait "$listening"
sed 's/^/< /' "$here/stream"
