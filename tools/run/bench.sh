# shellcheck shell=bash

verb_bench() {
  local kind=${1:-}
  case $kind in
    quality | speed) shift ;;
    *) die "bench takes quality or speed, then flags (./run bench quality --help)" 2 ;;
  esac
  [[ " $* " == *" --help "* ]] && exec python3 "bench/$kind.py" --help
  [[ -n ${FIRTH_DATA:-} ]] || die "bench reads its text from FIRTH_DATA, which is not set"
  need_packages zstd python3-minimal
  build_preset release
  [[ " $* " == *" --only firth "* ]] || word2vec_program
  python3 "bench/$kind.py" "$@"
}
