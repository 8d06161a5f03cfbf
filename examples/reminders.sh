#!/usr/bin/env bash
# Reminders of a working week: Monday in Berlin with breaks forgotten and taken, a reflection sent in time on Tuesday, a move
# to New York on Wednesday, and then reminders switched off.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2025-10-06T06:30:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="ann.$RANDOM$RANDOM@example.com"
password="correct horse battery"

# Access tokens last an hour, and here an hour passes in no time.
login() {
  api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"$password\"}" > /dev/null
  token=$(field access_token)
}

# The unread notifications, of each when, what and the message.
told() {
  login
  api GET '/api/notifications?unread=true' > /dev/null
  printf '\n> GET /api/notifications?unread=true\n'
  [ "$answer" != "[]" ] || answer='none'
  printf '%s' "$answer" | sed 's/},{"id"/},\n{"id"/g' |
    sed -E 's/.*"kind":"([^"]*)".*"message":"([^"]*)","created_at":"([^"]*)".*/\3  \1  \2/; s/^/< /'
  echo
  api POST /api/notifications/read-all > /dev/null
}

settings() { api PUT /api/users/settings/quick "$1" > /dev/null; printf '\n> PUT /api/users/settings/quick  %s\n' "$1"; }

say "Monday, 8:30 in Berlin. Ann registers, sets her zone and the end of her day, and clocks in"
api POST /api/auth/register "{\"name\":\"Ann\",\"email\":\"$me\",\"password\":\"$password\"}" > /dev/null
token=$(field access_token)
settings '{"timezone":"Europe/Berlin","daily_shutdown_time":"17:30","break_reminder_interval":90}'
api POST /api/time-logs/start-work > /dev/null

say "She works until half past twelve without a break, then takes one"
advance PT4H
told
api POST /api/time-logs/start-break > /dev/null
advance PT45M
api POST /api/time-logs/end-break > /dev/null

say "In the afternoon a break session of a quarter of an hour counts as a break; she clocks out at five"
advance PT1H
login
api POST /api/focus-sessions/start '{"duration_minutes":15,"session_type":"break"}' > /dev/null
advance PT2H45M
told
api POST /api/time-logs/end-work > /dev/null

say "Half past five"
advance PT1H
told

say "On Tuesday she closes the day before the reminder: none comes"
advance PT23H
login
api POST /api/dashboard/shutdown-reflection '{"productivity_rating":"good"}' > /dev/null
advance PT4H
told

say "On Wednesday she lands in New York; half past five is at 21:30 UTC from now on"
advance PT14H
login
settings '{"timezone":"America/New_York"}'
advance PT13H
told

say "Then she has had enough: nothing comes for a week"
login
settings '{"shutdown_reminders_enabled":false,"break_reminders_enabled":false}'
advance P7D
told
