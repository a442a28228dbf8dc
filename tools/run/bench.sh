# shellcheck shell=bash

verb_bench() {
  local kind=${1:-}
  case $kind in
    quality | speed | ingest) shift ;;
    *) die "bench takes quality, speed or ingest, then flags (./run bench quality --help)" 2 ;;
  esac
  [[ " $* " == *" --help "* ]] && exec python3 "bench/$kind.py" --help
  [[ -n ${FIRTH_DATA:-} ]] || die "bench reads its text from FIRTH_DATA, which is not set"
  need_packages zstd python3-minimal
  build_preset release
  if [[ $kind == ingest ]]; then
    cmake --build build --target firth_bench_ingest
  elif [[ " $* " != *" --only firth "* ]]; then
    word2vec_program
  fi
  python3 "bench/$kind.py" "$@"
}
