# shellcheck shell=bash

# word2vec_program: build/peers/word2vec, compiled from the C source in the npm package word2vec.
word2vec_program() {
  local place=build/peers
  [[ -x $place/word2vec ]] && return 0
  need_packages g++ "${PEER_PACKAGES[@]}"
  say "fetching word2vec.c with npm (word2vec@1.1.5) and compiling it into $place"
  mkdir -p "$place"
  quietly build/log/npm.txt npm pack --silent --pack-destination "$place" word2vec@1.1.5
  tar -xzf "$place/word2vec-1.1.5.tgz" -C "$place"
  gcc -Ofast -march=native -w -o "$place/word2vec" "$place/package/src/word2vec.c" -lm -pthread
}
