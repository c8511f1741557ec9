#!/usr/bin/env bash
# Installs what is missing, builds the presets `dev` and `release`, and runs every test on `dev`.
# The last line is "N passed, N failed, N skipped"; the exit status is 0 only when nothing failed.
#
#   tests/run.sh [--fresh] [--label LABEL] [--preset PRESET]
#     --fresh           runs the tests even if nothing changed since they passed
#     --label LABEL     runs only the tests with this ctest label (a regular expression)
#     --preset PRESET   another preset of CMakePresets.json, e.g. asan
#
# Changes nothing outside build/ but the installed packages, and the folders node_modules and build
# of agent-client/web, which git ignores. When every test has passed and since
# then neither a file of the repository nor a built program has changed (compared by their bytes),
# the recorded result is reported instead of running the same tests on the same bytes again.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly kTestSecondsMax=600  # For a test that states no TIMEOUT of its own.
preset=dev fresh=no label=
while [ $# -gt 0 ]; do
  case $1 in
    --fresh) fresh=yes ;;
    --label) label=${2:?--label needs a value}; shift ;;
    --preset) preset=${2:?--preset needs a value}; shift ;;
    -h | --help) sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$0"; exit 0 ;;
    *) echo "tests/run.sh: unknown argument '$1' (see --help)" >&2; exit 2 ;;
  esac
  shift
done
readonly tree=build/$preset
readonly junit=$PWD/$tree/test-results.xml
readonly record=$tree/test-record

# One line a step with the time it began at, so that a log shows what hangs.
step() { printf '== %4d s  %s\n' "$SECONDS" "$*"; }

# A digest of everything that a result depends on: sources, data beside the repository (captures and
# samples, see tests/CMakeLists.txt), and what was built from them.
digest_of_inputs() {
  local data
  data=$(sed -n 's/^JACKFIELD_SHARED_DIR:PATH=//p' "$tree/CMakeCache.txt")
  {
    [ ! -d "$data" ] || find "$data" -type f -print0
    find . -path ./build -prune -o -path ./agent-client/web/build -prune -o \
      -name .git -prune -o -name node_modules -prune -o \
      -name __pycache__ -prune -o -type f -print0
    find "$tree/bin" "$tree/tests/bin" -type f -print0
  } | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

configure() {
  step "configure ($1)"
  cmake --preset "$1" >"build/$1.configure.log" 2>&1 || {
    cat "build/$1.configure.log"
    return 1
  }
}

build() {
  configure "$preset" || return 1
  step "build, every header on its own included"
  cmake --build "$tree" -j"$(nproc)" --target all all_verify_interface_header_sets
}

# What deploy/demo.sh starts and packages hold. With other settings the compiler warns of other
# things.
build_release() {
  configure release || return 1
  step "build (release)"
  cmake --build build/release -j"$(nproc)" --target jackfieldd jackfield jackfield-agent
}

step "packages"
deploy/install-packages.sh build test web
mkdir -p "$tree/bin" "$tree/tests/bin"
build || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
if [ "$preset" = dev ] && [ -z "$label" ]; then
  build_release || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
fi

step "compare with the last run"
digest=$(digest_of_inputs)
if [ $fresh = no ] && [ -z "$label" ] && [ "$(head -n 1 "$record" 2>/dev/null)" = "$digest" ]; then
  echo "Nothing has changed since these tests passed at $(sed -n 2p "$record"):" \
    "this is the result of that run (--fresh runs them again)."
  tail -n 1 "$record"
  exit 0
fi

step "test"
rm -f "$junit"
[ -n "$label" ] || rm -f "$record"
status=0
ctest --test-dir "$tree" --output-on-failure -j2 --timeout $kTestSecondsMax \
  --no-tests=error --output-junit "$junit" ${label:+--label-regex "$label"} || status=$?
step "done"
summary=$(python3 tests/support/count_results.py "$junit") || status=1
if [ $status = 0 ] && [ -z "$label" ]; then
  printf '%s\n%s\n%s\n' "$digest" "$(date -u '+%Y-%m-%d %H:%M:%S UTC')" "$summary" >"$record"
fi
echo "$summary"
exit $status
