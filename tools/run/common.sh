# shellcheck shell=bash
# What all verbs share.

say() { printf '== %s\n' "$*"; }

# die MESSAGE [CODE]
die() {
  printf 'run: %s\n' "$1" >&2
  exit "${2:-1}"
}

# quietly LOG COMMAND...: the output goes to LOG; it is shown only when the command fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    die "failed: $*"
  }
}
