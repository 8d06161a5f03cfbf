# Sourced by the examples: `api METHOD PATH [JSON]` calls the API, shows the call and its answer, and keeps the answer
# for `field NAME`. Needs only bash, curl, grep and sed.
url="${FOCUSFLOW_URL:-http://localhost:7071}"
token=""
answer=""

api() {
  local method=$1 path=$2 body=${3:-} response status
  local arguments=(--silent --show-error --request "$method" --write-out '\n%{http_code}')
  [ -n "$token" ] && arguments+=(--header "Authorization: Bearer $token")
  [ -n "$body" ] && arguments+=(--header 'Content-Type: application/json' --data "$body")
  printf '\n> %s %s%s\n' "$method" "$path" "${body:+  $body}"
  response=$(curl "${arguments[@]}" "$url$path")
  status=${response##*$'\n'}
  answer=${response%$'\n'*}
  printf '< %s%s\n' "$status" "${answer:+ $answer}" |
    sed -E 's/"(access_token|refresh_token)":"[^"]{12}[^"]*"/"\1":"..."/g'
  case $status in 2*) ;; *) [ "${expect:-}" = "$status" ] || exit 1 ;; esac
}

# The value of a text field of the last answer (the first of that name).
field() { printf '%s' "$answer" | grep -oE "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

say() { printf '\n# %s\n' "$*"; }

# Moves the virtual clock (start the app with --clock virtual=...): an ISO 8601 length such as PT25M.
advance() {
  printf '\n> POST /runtime/clock  {"advance":"%s"}\n' "$1"
  curl --silent --show-error --fail --header 'Content-Type: application/json' --data "{\"advance\":\"$1\"}" "$url/runtime/clock" |
    sed 's/^/< /'
  echo
}
