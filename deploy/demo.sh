#!/usr/bin/env bash
# Shows Jackfield at work, on a fresh Debian 12 as well: installs what is missing, builds, starts
# the server with a few thousand invented customers, their history, queues, agents and a simulated
# switch, and says where to look. Ctrl-C stops everything that it started.
#
#   deploy/demo.sh [--headless] [--pops N] [--grpc ADDRESS] [--web ADDRESS] [--ops ADDRESS]
#                  [--preset PRESET]
#     --headless       opens a desk without a screen for each agent; ends with 0 when N pops were
#                      shown there, with 1 when they were not within 5 minutes
#     --pops N         how many (default 20)
#     --grpc ADDRESS   where the server listens (default 127.0.0.1:7700)
#     --web ADDRESS    where the pages for browsers are (default 127.0.0.1:7780)
#     --ops ADDRESS    where health and figures are (default 127.0.0.1:7781)
#     --preset PRESET  what is built (default release)
#
# Keeps everything in build/demo, or build/demo-headless: data, logs, credentials (mode 0600, made
# at random once). Remove the folder to begin anew. The second run starts with what the first made.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly kReadySecondsMax=60 kPopsSecondsMax=300 kStopSecondsMax=20
readonly kCustomers=3000 kHistoryCalls=3000 kHistoryDays=6
readonly kSite=deploy/demo/site.toml
headless=no pops=20 grpc=127.0.0.1:7700 web=127.0.0.1:7780 ops=127.0.0.1:7781 preset=release
while [ $# -gt 0 ]; do
  case $1 in
    --headless) headless=yes ;;
    --pops) pops=${2:?--pops needs a number}; shift ;;
    --grpc) grpc=${2:?--grpc needs an address}; shift ;;
    --web) web=${2:?--web needs an address}; shift ;;
    --ops) ops=${2:?--ops needs an address}; shift ;;
    --preset) preset=${2:?--preset needs a name}; shift ;;
    -h | --help) sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$0"; exit 0 ;;
    *) echo "demo: unknown argument '$1' (see --help)" >&2; exit 2 ;;
  esac
  shift
done
readonly kBin=$PWD/build/$preset/bin
kDemo=$PWD/build/demo
[ $headless = no ] || kDemo+=-headless
readonly kDemo

say() { printf '== %4d s  %s\n' "$SECONDS" "$*"; }
die() { printf 'demo: %s\n' "$*" >&2; exit 1; }

# What was started, the latest first. Stopped in that order, each with a limit.
started=()
stop_all() {
  local pid
  trap '' INT TERM
  for pid in "${started[@]}"; do
    kill -TERM "$pid" 2>/dev/null || continue
    timeout $kStopSecondsMax tail -s 0.1 --pid="$pid" -f /dev/null ||
      kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Starts "$@" in the background with its output in build/demo/logs/NAME.log.
start() {
  local name=$1
  shift
  : >"$kDemo/logs/$name.log"
  "$@" >>"$kDemo/logs/$name.log" 2>&1 </dev/null &
  started=($! "${started[@]}")
}

jackfield() {
  XDG_CONFIG_HOME=$kDemo/config "$kBin/jackfield" --server "$grpc" "$@"
}

# The command line of the simulated switch, for start() as well: a program, not a function.
simulate() {
  switch=("$kBin/jackfield" --server "$grpc" --token-file "$kDemo/secrets/switch.token"
    simulate "$1" --customers "$kDemo/customers.csv" "${@:2}")
}

build() {
  say "packages"
  deploy/install-packages.sh build demo web
  say "build ($preset); the first time takes some minutes"
  cmake --preset "$preset" >"$kDemo/logs/configure.log" 2>&1 ||
    { tail -n 30 "$kDemo/logs/configure.log"; die "the configuration failed"; }
  cmake --build "build/$preset" -j"$(nproc)" --target jackfieldd jackfield jackfield-agent \
    >"$kDemo/logs/build.log" 2>&1 ||
    { tail -n 30 "$kDemo/logs/build.log"; die "the build failed"; }
}

agents() { sed -n '/^\[\[agents\]\]/,/^$/s/^login = "\(.*\)"$/\1/p' $kSite; }

# Passwords of everybody, made once: one list for people, and one file each for programs.
make_credentials() {
  local login password
  [ ! -s "$kDemo/credentials" ] || return 0
  for login in admin supervisor $(agents); do
    password=$(head -c 15 /dev/urandom | base64 | tr '+/' 'xy')
    printf '%s\n' "$password" >"$kDemo/secrets/$login.password"
    printf '%-12s %s\n' "$login" "$password"
  done >"$kDemo/credentials.new"
  mv "$kDemo/credentials.new" "$kDemo/credentials"
}

start_server() {
  local pid end=$((SECONDS + kReadySecondsMax))
  start jackfieldd "$kBin/jackfieldd" --config deploy/demo/jackfield.toml \
    --data-dir "$kDemo/data" --set "listen.grpc=$grpc" --set "listen.web=$web" \
    --set "listen.ops=$ops" \
    --admin-password-file "$kDemo/secrets/admin.password"
  pid=${started[0]}
  until jackfield --quiet status --wait 2 >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null || [ $SECONDS -ge $end ]; then
      tail -n 20 "$kDemo/logs/jackfieldd.log"
      die "the server does not start (is $grpc, $web or $ops in use?)"
    fi
  done
  kill -0 "$pid" 2>/dev/null || die "another server answers at $grpc"
}

# Adds a user, unless there is one of that login.
add_user() {
  local login=$1 role=$2
  jackfield --quiet users show "$login" >/dev/null 2>&1 ||
    jackfield --quiet users add "$login" --role "$role" \
      --password-file "$kDemo/secrets/$login.password" >/dev/null
}

# Customers and their past. Made once; a run that was cut off makes again what is missing. A switch
# that runs faster than time obeys nobody: it distributes the callers of all queues itself. Who was
# missed in the past is not to be called back now.
fill() {
  local login
  sed '/^mode = "directed"$/d; /^overflow_rules = /d; /^callback_plan = /d' $kSite \
    >"$kDemo/observed.toml"
  jackfield --quiet login admin --password-file "$kDemo/secrets/admin.password"
  jackfield --quiet apply "$kDemo/observed.toml" >/dev/null
  [ ! -e "$kDemo/data/demo-is-filled" ] || return 0
  say "users"
  add_user supervisor supervisor
  for login in $(agents); do add_user "$login" agent; done
  [ -s "$kDemo/secrets/switch.token" ] ||
    jackfield --quiet tokens create "simulated switch" --source simulated \
      --secret-file "$kDemo/secrets/switch.token" >/dev/null
  say "$kCustomers invented customers"
  python3 deploy/demo/make_customers.py $kCustomers >"$kDemo/customers.csv"
  jackfield customers import "$kDemo/customers.csv" --region DE
  say "$kHistoryCalls calls of the last days"
  simulate "$kDemo/observed.toml" --speed 0 --seed 1 --calls $kHistoryCalls --rate 1 \
    --start "$(date -u -d "$kHistoryDays days ago" +%F)T06:00:00Z"
  "${switch[@]}"
  see_missed
  touch "$kDemo/data/demo-is-filled"
}

# The command line of an agent's desk without a screen: commands in, events out.
desk_of() {
  desk=("$kBin/jackfield-agent" --server "$grpc" --login "$1" --headless --json
    --password-file "$kDemo/secrets/$1.password")
}

# The agents have seen whom they missed on the days before.
see_missed() {
  local login
  for login in $(agents); do
    desk_of "$login"
    "${desk[@]}" <<<'{"method": "AcknowledgeMissed", "request": {}}' \
      >"$kDemo/logs/desk-$login.log" 2>&1
  done
}

start_desks() {
  local login
  for login in $(agents); do
    desk_of "$login"
    start "desk-$login" "${desk[@]}" --stay
  done
}

# Ends with 0 when the desks have shown so many pops.
count_pops() {
  local shown
  say "waiting for $pops pops on the desks"
  shown=$(timeout $kPopsSecondsMax tail -q -n +1 -f "$kDemo"/logs/desk-*.log 2>/dev/null |
    grep -m "$pops" -c '"popOpened"') || true
  say "$shown pops were shown"
  [ "$shown" -ge "$pops" ]
}

umask 077
mkdir -p "$kDemo"/{config,data,logs,secrets}
build
make_credentials
say "start"
start_server
fill
if [ $headless = yes ]; then
  start_desks
  # Two seconds a minute, of the past, so that nothing is later than now.
  simulate "$kDemo/observed.toml" --flat --rate 4 --speed 30 --seed "$(date +%s)" \
    --start "$(date -u -d "1 hour ago" +%FT%TZ)"
  start switch "${switch[@]}"
  count_pops || die "too few pops; see $kDemo/logs"
  exit 0
fi
jackfield --quiet apply $kSite >/dev/null
simulate $kSite --acts --flat --rate 4 --seed "$(date +%s)"
start switch "${switch[@]}"
cat <<END

Jackfield runs, and calls come in. Two pages, in a browser on this machine:

  http://$web/              the desk: sign in as ana, and as ready, calls pop
  http://$web/supervisor    queues, agents, alerts and reports: sign in as supervisor
                                      (http://$web/wall is for the wall)

In another terminal, in $PWD:

  the board     XDG_CONFIG_HOME=build/demo/config $kBin/jackfield --server $grpc board
  a desk        $kBin/jackfield-agent --server $grpc --login ana \\
                  --password-file build/demo/secrets/ana.password --headless --json
  whose call    XDG_CONFIG_HOME=build/demo/config $kBin/jackfield --server $grpc calls list
                  and calls explain CALL: callers of "Returns and billing" are distributed here
  the figures   http://$ops/metrics
  health        http://$ops/readyz

Who may sign in (kept in build/demo/credentials):

$(cat "$kDemo/credentials")

Ctrl-C stops everything.
END
wait -n "${started[@]}" || true
die "a program ended by itself; see $kDemo/logs"
