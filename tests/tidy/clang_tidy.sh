#!/usr/bin/env bash
# Runs clang-tidy 19 with the repository's .clang-tidy. Takes 5 to 30 s a file, so it is not among
# the tests of tests/run.sh; header_form_test.py and function_size_test.py check much of it there.
#
#   tests/tidy/clang_tidy.sh [--all | FILE...]
#     (nothing)  the .cc files that differ from the branch main or are not committed
#     --all      every .cc file of the build
#
# Needs build/dev to be built (tests/run.sh), for the compile commands and the generated headers.
set -euo pipefail
cd "$(dirname "$0")/../.."
deploy/install-packages.sh lint
readonly commands=build/dev/compile_commands.json
[ -f $commands ] || { echo "clang_tidy.sh: build the preset dev first" >&2; exit 2; }

case ${1:-} in
  --all) files=(server agent-client tests) ;;
  "") mapfile -t files < <({ git diff --name-only --diff-filter=d main -- '*.cc'
                             git ls-files --others --exclude-standard -- '*.cc'; } | sort -u) ;;
  -h | --help) sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$0"; exit 0 ;;
  *) files=("$@") ;;
esac
[ ${#files[@]} -gt 0 ] || { echo "clang_tidy.sh: no file differs from main"; exit 0; }

# Of the wanted files and folders those that the build compiles.
wanted() {
  python3 -B - $commands "${files[@]}" <<'PYTHON'
import json, pathlib, sys
root = pathlib.Path.cwd()
wanted = [pathlib.Path(name).resolve() for name in sys.argv[2:]]
for file in sorted({pathlib.Path(entry["file"]) for entry in json.load(open(sys.argv[1]))}):
    if (root / "build") not in file.parents and any(
            one == file or one in file.parents for one in wanted):
        print(file.relative_to(root))
PYTHON
}

check() {
  echo "-- $1"
  clang-tidy-19 -p build/dev --quiet --extra-arg=-DBOOST_ASIO_HAS_CO_AWAIT \
    --extra-arg=-DBOOST_ASIO_HAS_STD_COROUTINE --extra-arg=-Wno-unknown-warning-option \
    "$1" 2> >(grep -v ' warnings\? generated\.$\|^Suppressed\|^Use -header-filter' >&2)
}
export -f check
wanted | xargs -r -P "$(nproc)" -I{} bash -c 'check {}'
echo "clang_tidy.sh: nothing to mend"
