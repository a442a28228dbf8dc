# shellcheck shell=bash

verb_example() {
  case ${1:-} in
    sentence | cbow) example_program "$1" ;;
    films) example_films ;;
    *) die "example takes sentence, cbow or films" 2 ;;
  esac
}

# example_program NAME ARGUMENT...
example_program() {
  build_preset release
  "build/examples/cpp/firth_example_$1" "${@:2}"
}

example_films() {
  local place=build/examples/films
  if [[ ! -f $place/package/data/movies.json ]]; then
    need_packages "${PEER_PACKAGES[@]}"
    say "fetching movies.json with npm (vega-datasets@3.2.1) into $place"
    mkdir -p "$place" build/log
    quietly build/log/npm.txt npm pack --silent --pack-destination "$place" vega-datasets@3.2.1
    tar -xzf "$place/vega-datasets-3.2.1.tgz" -C "$place" package/data/movies.json
  fi
  example_program films "$place/package/data/movies.json" "$place/genres.svg"
}
