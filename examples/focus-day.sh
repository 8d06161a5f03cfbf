#!/usr/bin/env bash
# A working day with Focusflow: clocked in, four focus sessions with a pause, breaks, one session stopped early, one that
# ends with no client connected, clocked out; then the day, the week and the month.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2025-09-26T09:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="john.$RANDOM$RANDOM@example.com"
password="correct horse battery"

start() { api POST /api/focus-sessions/start "{\"duration_minutes\":$1,\"session_type\":\"$2\"}"; session=$(field session_id); }
session() { api POST "/api/focus-sessions/$session/$1"; }

# Access tokens last an hour, and here an hour passes in no time.
login() {
  api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"$password\"}" > /dev/null
  token=$(field access_token)
}

say "9:00. John registers and clocks in"
api POST /api/auth/register "{\"name\":\"John Doe\",\"email\":\"$me\",\"password\":\"$password\"}"
token=$(field access_token)
api POST /api/dashboard/clock-in

say "The first focus session, 30 minutes; a second one beside it is refused"
start 30 focus
expect=409 api POST /api/focus-sessions/start '{"duration_minutes":5,"session_type":"break"}'
advance PT10M
api GET /api/current-session

say "9:10. The phone rings: a pause of six minutes moves the planned end from 9:30 to 9:36"
session pause
advance PT6M
session resume
advance PT20M
say "9:36. The server has completed it by itself, with 30 minutes of running time"
api GET "/api/focus-sessions/$session"

say "A break of five minutes"
start 5 break
advance PT5M

say "9:41. The second focus session is completed a little early"
login
start 25 focus
advance PT24M
session complete

say "10:05. A break from work, then the third session, stopped early: it is kept, but not counted"
api POST /api/time-logs/start-break
advance PT15M
api POST /api/time-logs/end-break
login
start 60 focus
advance PT12M
session stop

say "10:32. The fourth one; the laptop is closed, nobody asks for anything until 14:00"
login
start 90 focus
left=$session
advance PT3H28M
login
say "It ended at its planned end, and left a notification"
api GET "/api/focus-sessions/$left"
api GET '/api/notifications?unread=true'

say "17:30. John clocks out"
advance PT3H30M
login
api POST /api/dashboard/clock-out
api GET /api/time-logs?from=2025-09-26
expect=404 api GET /api/dashboard/current-session

say "The day, the week, the month"
api GET /api/daily-summary?date=2025-09-26
api GET /api/weekly-summary?date=2025-09-26
api GET /api/monthly-summary?month=2025-09
