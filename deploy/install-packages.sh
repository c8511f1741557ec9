#!/usr/bin/env bash
# Installs the Debian 12 packages that Jackfield needs. The lists below are the only ones in the
# repository: deploy/demo.sh and the tests call this program and name no package themselves.
#
#   deploy/install-packages.sh LIST...      LIST is one or more of
#     build   what compiles and runs the server and the terminal client
#     demo    what deploy/demo.sh needs besides: Python, for invented customers
#     web     Node and npm, for what comes from npm
#     test    what tests/run.sh needs besides: test libraries, formatter, Python
#     lint    what tests/tidy/clang_tidy.sh needs besides
#     fuzz    what the preset `fuzz` needs besides
#
# Answers within a second, without root and without network, when everything is there. Installs as
# root, else by sudo. Doing it twice changes nothing.
set -euo pipefail

build=(
  ca-certificates ccache cmake g++ libabsl-dev libboost-dev libcli11-dev libcsv-dev libexpected-dev
  libgrpc++-dev libgrpc-dev libhowardhinnant-date-dev libicu-dev libncurses-dev
  libphonenumber-dev libprotobuf-dev libsodium-dev libspdlog-dev libsqlite3-dev libsqlitecpp-dev
  libssl-dev libsystemd-dev libtomlplusplus-dev mold ninja-build pkg-config prometheus-cpp-dev
  protobuf-compiler protobuf-compiler-grpc
)
test=(
  chromium clang-format curl fish fonts-noto-cjk git libbenchmark-dev libgmock-dev libgtest-dev
  librapidcheck-dev man-db procps python3 tmux zsh
)
lint=(clang-tidy-19 python3)
fuzz=(clang-19 libclang-rt-19-dev)
demo=(python3)
web=(nodejs npm)

usage() { sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$0"; }

# Prints those of the packages "$@" that are not installed.
missing_of() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^installed //p') || true
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    echo "install-packages: root or sudo is needed to install packages" >&2
    return 1
  fi
}

wanted=()
[ $# -gt 0 ] || { usage >&2; exit 2; }
for list in "$@"; do
  case $list in
    build | demo | test | lint | fuzz) declare -n packages=$list; wanted+=("${packages[@]}") ;;
    # Debian's npm cannot be installed beside a Node from elsewhere, so a present npm is enough.
    web) command -v npm >/dev/null || wanted+=("${web[@]}") ;;
    -h | --help) usage; exit 0 ;;
    *) echo "install-packages: no list is called '$list'" >&2; exit 2 ;;
  esac
done
[ ${#wanted[@]} -gt 0 ] || exit 0

mapfile -t missing < <(missing_of "${wanted[@]}")
[ ${#missing[@]} -gt 0 ] || exit 0

echo "install-packages: installing ${missing[*]}"
as_root apt-get update -q || echo "install-packages: some package lists are old; going on" >&2
# Thousands of lines say little: every fiftieth shows that it goes on. Errors are all shown.
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
  -o Dpkg::Use-Pty=0 "${missing[@]}" | awk 'NR % 50 == 0 { print "  " $0; fflush() }'
