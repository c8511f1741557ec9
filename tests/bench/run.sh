#!/usr/bin/env bash
# Builds server and clients as they are released, runs every benchmark, and prints one JSON line
# each, see README.md. What needs a browser is skipped where there is none.
#
#   tests/bench/run.sh [--quick]
#     --quick   small and short: shows that the benchmarks work, and says nothing about speed
#
# The first run prepares the site (a million customers) in build/release/bench/, where it is kept:
# delete that folder to be rid of it. Let nothing else run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "$0")/../.."

quick=()
case ${1:-} in
  "") ;;
  --quick) quick=(--quick) ;;
  *) sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$0"; exit 2 ;;
esac

mkdir -p build
cmake --preset release -DJACKFIELD_BENCH=ON >build/release.configure.log 2>&1 || {
  cat build/release.configure.log
  exit 1
}
cmake --build build/release -j"$(nproc)" --target \
  jackfieldd jackfield bench-load bench-pipe bench-routing >&2
export JACKFIELD_BUILD=$PWD/build/release
for bench in pop ingest recovery painted bridge agent_table; do
  python3 -B tests/bench/bench_$bench.py "${quick[@]}" || [[ $? == 77 ]]
done
build/release/tests/bin/bench-routing "${quick[@]}"
