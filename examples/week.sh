#!/usr/bin/env bash
# A week of challenges: three people join, work, climb the board, and on Monday the week turns.
# Start the app first, on a Monday:  dotnet run --project Focusflow.Local -- --clock virtual=2026-11-16T08:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
run=$RANDOM$RANDOM

quietly() { "$@" > /dev/null; }

# From now on it is this person who calls; signs in anew, since tokens live for an hour.
as() {
  token=""
  quietly api POST /api/auth/login "{\"email\":\"$1.$run@example.com\",\"password\":\"correct horse battery\"}"
  token=$(field access_token)
  say "$1:${2:+ $2}"
}

complete_tasks() {
  for ((i = 1; i <= $1; i++)); do
    quietly api POST /api/tasks/ "{\"title\":\"Task $i\"}"
    quietly api PUT "/api/tasks/$(field id)/complete"
  done
}

focus() { quietly api POST /api/focus-sessions/start '{"duration_minutes":25,"session_type":"focus"}'; }

challenge() {
  quietly api GET /api/challenges/week
  printf '%s' "$answer" | grep -oE "\"id\":\"[^\"]*\",\"name\":\"$1\"" | cut -d '"' -f 4
}

for name in Sophie Max Eve; do
  quietly api POST /api/auth/register "{\"name\":\"$name\",\"email\":\"$name.$run@example.com\",\"password\":\"correct horse battery\"}"
done

as Sophie 'what is on this week?'
api GET /api/challenges/week
finisher=$(challenge 'Task Finisher')
sprint=$(challenge 'Focus Sprint Master')
boundaries=$(challenge 'Healthy Boundaries')

say 'Sophie joins two challenges'
api POST "/api/challenges/$sprint/join"
quietly api POST "/api/challenges/$boundaries/join"
expect=400 api POST "/api/challenges/$sprint/join"

as Max 'joins one and completes fifteen tasks at once'
quietly api POST "/api/challenges/$finisher/join"
complete_tasks 15
api GET /api/notifications

as Eve 'joins as well, completes three, and thinks better of it'
quietly api POST "/api/challenges/$finisher/join"
complete_tasks 3
api DELETE "/api/challenges/$finisher/leave"

say 'A second later the board knows'
quietly advance PT1S
api GET /api/challenges/leaders

for day in Monday Tuesday Wednesday Thursday Friday; do
  quietly advance PT1H
  as Sophie "$day, two focus sessions that end by themselves, and the day is closed at half past four"
  focus
  quietly advance PT30M
  focus
  quietly advance PT7H
  quietly as Sophie
  quietly api POST /api/dashboard/shutdown-reflection '{"productivity_rating":"good","mindful_disconnect_completed":[true,true]}'
  [ "$day" = Friday ] && api GET /api/dashboard/shutdown-summary
  quietly advance PT15H30M
done

as Sophie 'Saturday: both challenges are completed'
api GET /api/challenges/week
api GET /api/challenges/stats
api GET /api/challenges/leaders

say 'Monday, ten seconds after noon UTC: the week has ended everywhere and turned'
quietly advance PT52H10S
as Max 'the new board is empty, the old one is frozen, and the result is in the inbox'
api GET /api/challenges/leaders
api GET '/api/challenges/leaders?week=2026-W47'
api GET '/api/notifications?limit=1'
