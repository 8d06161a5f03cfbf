#!/usr/bin/env bash
# A first day with Focusflow: an account, a few tasks, every way to filter them, and a reminder that arrives once.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2025-09-26T22:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="john.$RANDOM$RANDOM@example.com"

say "Register and log in"
api POST /api/auth/register "{\"name\":\"John Doe\",\"email\":\"$me\",\"password\":\"correct horse battery\"}"
api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"correct horse battery\"}"
token=$(field access_token)

say "Create tasks"
api POST /api/tasks/ '{"title":"Complete project","description":"Finish the task management feature","start_date":"2025-09-27T09:00:00Z","due_date":"2025-09-29T17:00:00Z","priority":"high","tags":["urgent","development","feature"]}'
project=$(field id)
api POST /api/tasks/ '{"title":"Water the plants","due_date":"2025-09-26T23:30:00Z","priority":"low","tags":["home"]}'
api POST /api/tasks/ '{"title":"Read about calendars","tags":["development"]}'

say "Filter them"
api GET '/api/tasks/?completed=false&priority=high'
api GET '/api/tasks/?due_date_range=today'
api GET '/api/tasks/?tags=urgent,development'
api GET '/api/tasks/?due_date_range=none&q=calendars'
api GET '/api/tasks/?sort=due_date&limit=2'

say "Complete one"
api PUT "/api/tasks/$project" '{"completed":true}'
api GET '/api/tasks/?completed=true'

say "A reminder in twenty minutes"
api POST /api/tasks/ '{"title":"Call Sophie","reminder_enabled":true,"reminder_time":"2025-09-26T22:20:00Z"}'
call=$(field id)
api GET /api/notifications
advance PT19M
api GET /api/notifications
advance PT2M
api GET /api/notifications
notification=$(field id)
advance PT30M
say "It came once, and stays one"
api GET '/api/notifications?unread=true'
api POST "/api/notifications/$notification/read"
api GET '/api/notifications?unread=true'

say "What is not allowed is said in words"
expect=422 api POST /api/tasks/ '{"title":"","priority":"urgent","due_date":"tomorrow"}'
expect=404 api GET /api/tasks/00000000-0000-0000-0000-000000000000
api DELETE "/api/tasks/$call"
