# shellcheck shell=bash
# What was found by chance is kept under build-asan/found; what is worth keeping for good becomes a
# seed in fuzz/corpus and a test.

# Resident memory that a target may take, in MB: far more than any reader needs for its input.
readonly FUZZ_MEMORY=2048
readonly FUZZ_LONGEST_INPUT=65536

verb_fuzz() {
  local seconds=10 targets=()
  while (($#)); do
    case $1 in
      --minutes)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "--minutes takes a whole number" 2
        seconds=$(($2 * 60))
        shift
        ;;
      -*) die "fuzz takes names of targets and --minutes N" 2 ;;
      *) targets+=("$1") ;;
    esac
    shift
  done
  ((${#targets[@]})) || mapfile -t targets < <(fuzz_targets)
  build_fuzzers
  fuzz_all "$seconds" "${targets[@]}"
}

# fuzz_all SECONDS TARGET...: two at a time. They last equally long, so that the older one is waited for.
fuzz_all() {
  local seconds=$1 target running=()
  shift
  for target; do
    if ((${#running[@]} == 2)); then
      wait "${running[0]}"
      running=("${running[1]}")
    fi
    fuzz_one "$target" "$seconds" &
    running+=($!)
  done
  for target in "${running[@]}"; do wait "$target"; done
}

# Every target has a folder of seeds, by whose name it goes.
fuzz_targets() {
  local folder
  for folder in fuzz/corpus/*/; do basename "$folder"; done
}

build_fuzzers() {
  say "fuzz targets"
  build_preset asan fuzz_targets
}

# fuzz_one TARGET SECONDS: fails on the first finding and leaves the input that shows it.
fuzz_one() {
  local program=build-asan/fuzz/firth_fuzz_$1 found=build-asan/found/$1 log=build-asan/log/$1.txt
  [[ -x $program ]] || die "there is no fuzz target \"$1\"; there are: $(fuzz_targets | xargs)" 2
  mkdir -p "$found" build-asan/log
  "$program" -max_total_time="$2" -rss_limit_mb="$FUZZ_MEMORY" -malloc_limit_mb="$FUZZ_MEMORY" \
    -max_len="$FUZZ_LONGEST_INPUT" -timeout=60 -print_final_stats=1 -artifact_prefix="$found/FINDING-" \
    "$found" "fuzz/corpus/$1" >"$log" 2>&1 || {
    tail -n 60 "$log" >&2
    die "fuzzing $1 found something: build-asan/found/$1/FINDING-*, and the whole log in $log"
  }
  say "fuzz $1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $2 s, nothing found"
}
