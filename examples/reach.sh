#!/usr/bin/env bash
# How people are reached: a code confirms the address, another one stands for a forgotten password, a reminder that nobody has
# seen comes as mail, and one click ends that. Mail goes into the mailbox of the local runtime.
# Start the app first:  dotnet run --project Focusflow.Local -- --clock virtual=2025-09-29T08:00:00Z
set -euo pipefail
source "$(dirname "$0")/api.sh"
me="ann.$RANDOM$RANDOM@example.com"

# The newest mail to us; shows its subject and text.
mail=""
newest() {
  local mails
  mails=$(curl --silent --show-error --fail "$url/runtime/mails?to=$me")
  mail=$(printf '%s' "$mails" | grep -oE '"text":"[^"]*"' | head -n 1 | cut -d '"' -f 4 | sed 's/\\r//g; s/\\u0026/\&/g; s/\\u0027/'"'"'/g; s/\\n/\n/g')
  printf '\n> GET /runtime/mails?to=%s\n< Subject: %s\n' "$me" "$(printf '%s' "$mails" | grep -oE '"subject":"[^"]*"' | head -n 1 | cut -d '"' -f 4)"
  printf '%s\n' "$mail" | sed '/^ *$/d; s/^/<   /'
}
code() { printf '%s\n' "$mail" | grep -oE '^ {4}[0-9]{6}' | tr -d ' '; }

say "Ann registers; a mail brings the code that confirms her address"
api POST /api/auth/register "{\"name\":\"Ann\",\"email\":\"$me\",\"password\":\"correct horse battery\"}" > /dev/null
advance PT3S
newest
api POST /api/auth/verify-email "{\"email\":\"$me\",\"otp\":\"$(code)\"}"

say "She has forgotten the password. The answer is the same whether or not anybody has the address"
api POST /api/auth/forgot-password "{\"email\":\"$me\"}"
api POST /api/auth/forgot-password '{"email":"nobody@example.com"}'
advance PT3S
newest
say "A password that anybody would guess is refused, and the code stays good"
expect=422 api POST /api/auth/reset-password "{\"email\":\"$me\",\"otp\":\"$(code)\",\"new_password\":\"password123\"}"
api POST /api/auth/reset-password "{\"email\":\"$me\",\"otp\":\"$(code)\",\"new_password\":\"staple and much more\"}"
advance PT3S
newest
api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"staple and much more\"}" > /dev/null
token=$(field access_token)
api GET /api/auth/sessions

say "A reminder comes while no client is open; five minutes later it is mailed"
api POST /api/tasks '{"title":"Call Sophie","reminder_enabled":true,"reminder_time":"2025-09-29T08:10:00Z"}' > /dev/null
advance PT20M
newest

say "On the next Monday morning a mail looks back on the week, and ahead"
api GET /api/tasks > /dev/null
task=$(field id)
api PUT "/api/tasks/$task/complete" > /dev/null
api POST /api/tasks '{"title":"Plan the holidays","due_date":"2025-10-08"}' > /dev/null
advance P6DT22H45M
newest

say "One click in the mail program ends that kind of mail"
link=$(printf '%s\n' "$mail" | grep -oE 'token=[^ ]+')
token=""
answer=$(curl --silent --show-error --fail --data 'List-Unsubscribe=One-Click' "$url/api/mail/unsubscribe?$link")
printf '\n> POST /api/mail/unsubscribe?token=...  List-Unsubscribe=One-Click\n< %s\n' "$(printf '%s' "$answer" | grep -oE '<p>[^<]*' | cut -c 4-)"
api POST /api/auth/login "{\"email\":\"$me\",\"password\":\"staple and much more\"}" > /dev/null
token=$(field access_token)
api GET /api/users/settings > /dev/null
printf '\n> GET /api/users/settings\n< %s\n' "$(printf '%s' "$answer" | grep -oE '"email_notifications_enabled":[a-z]*')"
printf '%s' "$answer" | grep -q '"email_notifications_enabled":false'
