# shellcheck shell=bash

verb_bench() {
  local kind=${1:-}
  case $kind in
    maps | explore)
      shift
      "bench_$kind" "$@"
      return
      ;;
    machine | speed | quality | subwords | ngrams | ingest | growth | storage | quick | classify) shift ;;
    encoder | tokens | distill | index | serve) shift ;;
    *) die "there is no bench $kind; ./run help lists them, each takes flags (./run bench speed --help)" 2 ;;
  esac
  [[ " $* " == *" --help "* ]] && exec python3 "bench/$kind.py" --help
  need_packages zstd python3-minimal
  [[ $kind == machine || $kind == index || -n ${FIRTH_DATA:-} ]] ||
    die "bench reads its text from FIRTH_DATA, which is not set"
  build_preset release
  local python=python3
  case $kind in
    index)
      peer_venv index
      glove_vectors
      python=build/peers/index/venv/bin/python
      ;;
    serve)
      need_packages wrk
      peer_venv serve
      glove_vectors
      ;;
    ingest) cmake --build build --target firth_bench_ingest ;;
    quality) [[ " $* " == *" --only firth "* ]] || word2vec_program ;;
    speed) speed_programs "$@" ;;
    subwords)
      fasttext_program
      [[ " $* " != *gensim* ]] || gensim_program
      ;;
    encoder)
      build_python
      peer_venv encoder
      ;;
    tokens)
      cmake --build build --target firth_bench_tokenize
      peer_venv encoder
      ;;
    distill) peer_venv encoder ;;
    classify) [[ " $* " == *" --fasttext"* ]] || fasttext_program ;;
    quick)
      local base
      base=$(base_program)
      set -- --base "$base" "$@"
      ;;
  esac
  "$python" "bench/$kind.py" "$@"
}

# Both are measured on GloVe's words, which need no FIRTH_DATA.
bench_maps() {
  [[ " $* " == *" --help "* ]] && exec python3 bench/maps.py --help
  build_preset release
  glove_vectors
  peer_venv maps
  build/peers/maps/venv/bin/python bench/maps.py build/peers/glove-100d.txt "$@"
}

# bench_explore [VECTORS or a number of made-up ones]...
bench_explore() {
  need_packages chromium fonts-dejavu-core
  build_preset release
  if (($# == 0)); then
    glove_vectors
    set -- build/peers/glove-100d.safetensors 1000000
  fi
  local vectors
  for vectors; do
    say "firth explore $vectors"
    FIRTH=$ROOT/build/firth node web/pace.mjs "$vectors"
  done
}

# speed_programs FLAG...: the peers that ./run bench speed is asked for, all by default.
speed_programs() {
  local wanted=word2vec.c,gensim,fastText
  while (($#)); do
    [[ $1 == --programs ]] && wanted=${2:-}
    [[ $1 == --programs=* ]] && wanted=${1#*=}
    shift
  done
  [[ ,$wanted, == *,word2vec.c,* ]] && word2vec_program
  [[ ,$wanted, == *,gensim,* ]] && gensim_program
  [[ ,$wanted, == *,fastText,* ]] && fasttext_program
  return 0
}

# base_program: builds the commit from which this branch left main, in build-base, and names its
# firth. FIRTH_BASE=COMMIT names another.
base_program() {
  local base place=build-base
  base=$(git rev-parse --verify --quiet "${FIRTH_BASE:-$(base_commit)}^{commit}") ||
    die "there is no commit ${FIRTH_BASE:-} to compare with; FIRTH_BASE=COMMIT names one"
  if [[ -e $place/.git ]]; then
    quietly build/log/base-checkout.txt git -C "$place" checkout --detach "$base"
  else
    quietly build/log/base-checkout.txt git worktree prune
    quietly build/log/base-checkout.txt git worktree add --detach --force "$place" "$base"
  fi
  say "base: $(git log -1 --format='%h %s' "$base"), built in $place/build" >&2
  quietly build/log/base-configure.txt cmake -S "$place" -B "$place/build" -G Ninja \
    -DCMAKE_BUILD_TYPE=Release -DFIRTH_BUILD_TESTS=OFF
  quietly build/log/base-build.txt cmake --build "$place/build" --target firth_cli
  printf '%s\n' "$place/build/firth"
}

# base_commit: where this branch left main; on main itself the commit before, or the last when there
# are changes that are not committed.
base_commit() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main)
  if [[ $base == $(git rev-parse HEAD) && -z $(git status --porcelain --untracked-files=no) ]]; then
    base=$(git rev-parse HEAD~1)
  fi
  printf '%s\n' "$base"
}
