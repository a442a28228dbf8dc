#!/bin/sh
# build.sh NPM: the pages in dist/. Packages are installed when the lock file is not the one that
# they were installed by; none of their scripts is run.
set -eu
npm=$1
{
  if ! cmp -s package-lock.json node_modules/installed-lock.json; then
    "$npm" ci --ignore-scripts --no-audit --no-fund
    cp package-lock.json node_modules/installed-lock.json
  fi
  "$npm" run build
} >build.log 2>&1 || {
  cat build.log >&2
  echo "the pages of web/ were not built; -DFIRTH_WEB=OFF builds firth without them" >&2
  exit 1
}
