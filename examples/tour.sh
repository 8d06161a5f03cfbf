#!/usr/bin/env bash
# Five minutes with Focusflow: plan, focus, be reminded, shut down. Time is moved, not waited for.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2026-11-18T09:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="ada.$RANDOM$RANDOM@example.com"
password="correct horse battery"

login() {
  api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"$password\"}" > /dev/null
  token=$(field access_token)
}

say "9:00. Ada registers; she lives in Berlin, where it is ten o'clock"
api POST /api/auth/register "{\"name\":\"Ada\",\"email\":\"$me\",\"password\":\"$password\"}"
token=$(field access_token)
api PUT /api/users/settings/quick '{"timezone":"Europe/Berlin","focus_goal":25,"daily_shutdown_time":"17:00"}' > /dev/null

say "She plans: one thing that matters, due at noon her time"
api POST /api/tasks '{"title":"Draft the talk","due_date":"2026-11-18T12:00","priority":"high","tags":["talk"],"reminder_enabled":true,"reminder_time":"2026-11-18T11:45"}'
talk=$(field id)

say "She joins the challenge of the week to finish tasks"
api GET /api/challenges/week > /dev/null
finisher=$(printf '%s' "$answer" | grep -oE '"id":"[^"]*","name":"Task Finisher"' | cut -d '"' -f 4)
api POST "/api/challenges/$finisher/join"

say "She clocks in and focuses for 25 minutes. Then she closes the laptop: the server ends the session"
api POST /api/dashboard/clock-in > /dev/null
api POST /api/focus-sessions/start "{\"duration_minutes\":25,\"session_type\":\"focus\",\"task_id\":\"$talk\"}"
session=$(field session_id)
advance PT30M
api GET "/api/focus-sessions/$session"

say "A second one while the first is still running is refused, in words"
api POST /api/focus-sessions/start '{"duration_minutes":15,"session_type":"focus"}' > /dev/null
expect=409 api POST /api/focus-sessions/start '{"duration_minutes":15,"session_type":"focus"}'

say "11:45 in Berlin: the reminder"
advance PT1H16M
login
api GET '/api/notifications?unread=true'

say "Done. It counts for the challenge"
api PUT "/api/tasks/$talk/complete" > /dev/null
api GET /api/challenges/week > /dev/null
printf '%s' "$answer" | grep -oE '"name":"Task Finisher".*"progress":[0-9]+,"total":[0-9]+,"status":"[a-z_]+"' | grep -oE '"(name":"Task Finisher"|progress".*)'

say "17:10 in Berlin: the shutdown ritual"
advance PT5H24M
login
api POST /api/dashboard/clock-out > /dev/null
api GET /api/dashboard/shutdown-summary
api POST /api/dashboard/shutdown-reflection '{"productivity_rating":"good","mindful_disconnect_completed":[true,true],"reflection_note":"The talk stands."}'

say "The day in seconds, in her time zone"
api GET '/api/daily-summary?date=2026-11-18'
