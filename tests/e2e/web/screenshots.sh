#!/usr/bin/env bash
# Takes a picture of every state of the pages, from the built server (build/dev, or the folder in
# JACKFIELD_BUILD), into FOLDER. Prints what it took.
#
#   tests/e2e/web/screenshots.sh FOLDER
set -euo pipefail
if [ $# -ne 1 ] || [ "$1" = --help ] || [ "$1" = -h ]; then
  sed -n '2,/^set /{/^# \{0,1\}/s///p}' "$0"
  exit 2
fi
exec python3 -B "$(dirname "$0")/../web_screenshots.py" "$1"
