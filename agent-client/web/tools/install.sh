#!/bin/sh
# Makes node_modules hold what package-lock.json says, and runtime/node_modules the Node and the npm
# that do so; does nothing when they do already. Why not the system's npm alone: run by a Node that
# is too old for a package it silently leaves out what is optional, such as a compiled part. Build
# trees that install at the same time wait for each other.
set -eu
cd "$(dirname "$0")/.."
exec 9>.install.lock
flock 9

# install FOLDER COMMAND...: `COMMAND ci` in FOLDER, unless it was done for the same files.
install() {
  folder=$1
  shift
  digest=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum | cut -d' ' -f1)
  stamp=$folder/node_modules/.jackfield-digest
  [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
  (cd "$folder" && "$@" ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  printf '%s\n' "$digest" >"$stamp"
}

# A Node from npm does not know the system's authorities, among which those of a proxy may be.
export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}"

install tools/runtime npm
install . "$PWD/tools/node" "$PWD/tools/runtime/node_modules/npm/bin/npm-cli.js"
