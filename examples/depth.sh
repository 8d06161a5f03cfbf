#!/usr/bin/env bash
# Tasks that carry a real life: due on a day, in steps, with the time they take, coming again; and what it all adds up to.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2026-11-20T08:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="vera.$RANDOM$RANDOM@example.com"
password="correct horse battery"

# Access tokens last an hour, and here an hour passes in no time.
login() {
  api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"$password\"}" > /dev/null
  token=$(field access_token)
}

say "Friday, November 20th. Vera registers; she lives in Berlin"
api POST /api/auth/register "{\"name\":\"Vera\",\"email\":\"$me\",\"password\":\"$password\"}"
token=$(field access_token)
api PUT /api/users/settings/quick '{"timezone":"Europe/Berlin"}'

say "The report is due on Saturday, not at some hour of it: due_at is when that day is over in Berlin"
api POST /api/tasks '{"title":"Report","due_date":"2026-11-21","tags":["work"],"estimate_minutes":90,"steps":[{"title":"Numbers"},{"title":"Text"}]}'
report=$(field id)
step=$(echo "$answer" | sed 's/.*"steps":\[{"id":"\([^"]*\)".*/\1/')

say "She flies to New York: still Saturday, which is over six hours later there; then she is back"
api PUT /api/users/settings/quick '{"timezone":"America/New_York"}'
api GET "/api/tasks/$report"
api PUT /api/users/settings/quick '{"timezone":"Europe/Berlin"}'

say "Two hours of work on it, and the first step is done"
api POST /api/focus-sessions/start "{\"duration_minutes\":50,\"task_id\":\"$report\"}"
advance PT50M
api POST /api/focus-sessions/start "{\"duration_minutes\":70,\"task_id\":\"$report\"}"
advance PT70M
login
api PUT "/api/tasks/$report/steps/$step/complete"
api GET "/api/tasks/$report/time"

say "The plants want water every other day at 18:00, an hour before which she wants to be told"
api POST /api/tasks '{"title":"Plants","due_date":"2026-11-20T18:00:00","reminder_enabled":true,"reminder_time":"2026-11-20T17:00:00","recurrence":"FREQ=DAILY;INTERVAL=2"}'
plants=$(field id)
api PUT "/api/tasks/$plants/complete"
say "Completing made the next one, once, with its reminder; this Sunday she is away and skips it"
api GET "/api/tasks?series_id=$plants&completed=false"
next=$(field id)
api PUT "/api/tasks/$next/skip"

say "A rule that is none is refused in a sentence"
expect=422 api POST /api/tasks '{"title":"Never","due_date":"2026-11-20","recurrence":"FREQ=MONTHLY;BYSETPOS=-1"}'

say "Sunday: the report is overdue since its day is over"
advance P2D
login
api GET "/api/tasks?due_date_range=overdue"
api PUT "/api/tasks/$report/complete"

say "A picture of hers: cut square, 512 and 96 pixels, and written anew; until now hers was drawn from her name"
api GET /api/users/profile/avatar
png='iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAIAAACDRijCAAAAJUlEQVR42mO4Y2ODFWnYLMCKcKlnGDVoRBtEqgZc6kcNGtEGAQDAB8IQ+eHHSgAAAABJRU5ErkJggg=='
api PUT /api/users/profile/avatar "{\"avatar_url\":\"data:image/png;base64,$png\"}"
picture=$(field avatar_url)
curl --silent --fail --output /dev/null --write-out '< %{http_code} %{content_type}, %{size_download} bytes\n' "$picture"
say "A page that says it is a picture is refused in a sentence"
expect=422 api PUT /api/users/profile/avatar '{"avatar_url":"data:image/png;base64,PGh0bWw+"}'

say "The week in numbers, and as a picture"
api GET "/api/insights?from=2026-11-16&to=2026-11-22"
api GET "/api/insights/focus.svg?from=2026-11-16&to=2026-11-22"
