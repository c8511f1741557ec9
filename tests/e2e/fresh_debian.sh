#!/usr/bin/env bash
# Tries a command of README.md on a fresh Debian 12: a clean root made by debootstrap, and in it a
# clone of HEAD and nothing else. Runs the command twice and prints how long each run took.
#
#   tests/e2e/fresh_debian.sh demo|tests [--beside DIR] [--keep]
#     demo          deploy/demo.sh --headless --pops 20, which ends when the desks have shown them
#     tests         tests/run.sh, whose last line must say that nothing failed
#     --beside DIR  a folder to copy beside the clone (default: ../shared, where there is one)
#     --keep        keeps the root for a look; it is named at the end
#
# Needs root, the packages debootstrap and git, and about 6 GB in ${TMPDIR:-/var/tmp}. Package
# servers, proxies and local certificates are those of this machine. The root shares this machine's
# network and runs on two cores. Mounts and processes stand in namespaces of their own and end with
# this program.
set -euo pipefail

readonly kFirstRunSecondsMax=5400 kSecondRunSecondsMax=600
readonly kMe=$(realpath "$0")
readonly kClone=/home/jackfield/jackfield

say() { printf '== fresh_debian: %s\n' "$*"; }
die() { printf 'fresh_debian: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$kMe"; }

# Prints "URI SUITE COMPONENT" for each of this machine's sources that is Debian's own.
debian_sources() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)' \
    'Created-By: Packages' | awk '$4 == "Debian" { print $1, $2, $3 }' | sort -u
}

make_root() {
  local root=$1 mirror
  mirror=$(debian_sources | awk '$2 == "bookworm" { print $1; exit }')
  [ -n "$mirror" ] || die "apt on this machine knows no server with Debian 12 (bookworm)"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.debootstrap.log" 2>&1 ||
    { tail -n 20 "$root.debootstrap.log"; die "debootstrap failed"; }
  debian_sources | sed 's/^/deb /' >"$root/etc/apt/sources.list"
  apt-config dump | grep -iE '^Acquire::(http|https)::' >"$root/etc/apt/apt.conf.d/90host" || true
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name '*.crt' \
    -exec cp -t "$root/usr/local/share/ca-certificates" {} +
}

put_clone() {
  local root=$1 beside=$2
  mkdir -p "$root$(dirname $kClone)"
  git clone -q --no-local "$(git rev-parse --show-toplevel)" "$root$kClone"
  [ -z "$beside" ] || cp -a "$beside" "$root$(dirname $kClone)/"
}

# Runs "$@" in the clone inside the root, with a bare environment.
inside() {
  local root=$1 variable settings=()
  shift
  for variable in http_proxy https_proxy no_proxy npm_config_registry; do
    [ -z "${!variable:-}" ] || settings+=("$variable=${!variable}")
  done
  taskset -c 0,1 chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" \
    /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$kClone" "$@"
}

run_tests() {
  local root=$1 seconds_max=$2 log=$3
  timeout "$seconds_max" setpriv --pdeathsig KILL -- "$kMe" --inside "$root" tests/run.sh 2>&1 |
    tee "$log" && tail -n 1 "$log" | grep -qE '^[1-9][0-9]* passed, 0 failed, [0-9]+ skipped$'
}

run_demo() {
  local root=$1 seconds_max=$2 log=$3
  timeout "$seconds_max" setpriv --pdeathsig KILL -- "$kMe" --inside "$root" \
    deploy/demo.sh --headless --pops 20 2>&1 | tee "$log"
}

# What runs in the namespaces: the command twice, timed.
run_twice() {
  local root=$1 what=$2 run start took seconds_max=$kFirstRunSecondsMax
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mkdir -p "$root/dev/shm"
  mount -t tmpfs tmpfs "$root/dev/shm"
  mkdir -p "$root/dev/pts"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  mount --bind "$root/dev/pts/ptmx" "$root/dev/ptmx"
  for run in first second; do
    say "$what, $run run"
    start=$SECONDS
    "run_$what" "$root" $seconds_max "$root.$run.log" || die "$what: the $run run failed"
    took=$((SECONDS - start))
    say "$what: the $run run took $took s"
    seconds_max=$kSecondRunSecondsMax
  done
}

case ${1:-} in
  --inside) shift; inside "$@"; exit ;;
  --run-twice) shift; run_twice "$@"; exit ;;
  demo | tests) what=$1; shift ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
cd "$(dirname "$kMe")/../.."
beside= keep=no
[ ! -d ../shared ] || beside=../shared
while [ $# -gt 0 ]; do
  case $1 in
    --beside) beside=$(realpath "${2:?--beside needs a folder}"); shift ;;
    --keep) keep=yes ;;
    *) die "unknown argument '$1'" ;;
  esac
  shift
done
[ "$(id -u)" = 0 ] || die "needs root"
command -v debootstrap >/dev/null || die "needs the package debootstrap"

work=$(mktemp -d "${TMPDIR:-/var/tmp}/jackfield-fresh.XXXXXX")
root=$work/root
mkdir "$root"
clean_up() { [ $keep = yes ] && say "kept: $work" || rm -rf --one-file-system "$work"; }
trap clean_up EXIT
say "making a clean Debian 12 in $root"
make_root "$root"
put_clone "$root" "$beside"
[ -z "$(git status --porcelain)" ] || say "uncommitted changes are not part of the clone"
unshare --mount --pid --fork --kill-child -- "$kMe" --run-twice "$root" "$what"
say "$what: passed twice"
