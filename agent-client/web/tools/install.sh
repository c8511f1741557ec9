#!/bin/sh
# Makes node_modules hold what package-lock.json says; does nothing when it does already. Build
# trees that install at the same time wait for each other.
set -eu
cd "$(dirname "$0")/.."
exec 9>.install.lock
flock 9
digest=$(cat package.json package-lock.json | sha256sum | cut -d' ' -f1)
stamp=node_modules/.jackfield-digest
[ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && exit 0
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
printf '%s\n' "$digest" >"$stamp"
