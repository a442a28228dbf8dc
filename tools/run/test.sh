# shellcheck shell=bash

verb_test() {
  case ${1:-all} in
    all) test_all ;;
    quick) test_quick ;;
    peers) test_peers ;;
    faults) test_faults "${2:-200}" ;;
    coverage) test_coverage ;;
    neon) test_neon ;;
    web) test_web ;;
    dev | scalar | asan | ubsan | tsan) test_preset "$1" ;;
    *) die "test takes nothing, quick, peers, faults, web, coverage, neon, or one of dev, scalar, asan, ubsan, tsan" 2 ;;
  esac
}

# Some tests read text and test sets from FIRTH_DATA.
announce_data() {
  if [[ -n ${FIRTH_DATA:-} ]]; then
    [[ -d $FIRTH_DATA ]] || die "FIRTH_DATA names no folder: $FIRTH_DATA"
    FIRTH_DATA=$(cd "$FIRTH_DATA" && pwd)
    export FIRTH_DATA
    say "data: $FIRTH_DATA"
  elif [[ ${CI:-} == true ]]; then
    die "FIRTH_DATA is not set: with CI=true no test may be skipped"
  else
    say "data: FIRTH_DATA is not set, so the tests that need it are skipped"
  fi
}

test_preset() {
  build_preset "$1"
  announce_data
  say "C++ tests ($1)"
  ctest --preset "$1"
}

# The kernels of 64-bit ARM, on whatever processor this is.
test_neon() {
  need_packages "${BUILD_PACKAGES[@]}" "${NEON_PACKAGES[@]}"
  arm_root
  quietly build/log/configure-neon.txt cmake --preset neon
  cmake --build --preset neon
  say "C++ tests of the kernels (neon, under QEMU)"
  ctest --preset neon
}

# arm_root: build-neon/root, the libraries of a Debian for 64-bit ARM: unpacked, not installed.
arm_root() {
  local place=build-neon/root packages package
  [[ -e $place/complete ]] && return 0
  say "libraries for 64-bit ARM, in $place"
  # Those of the build that are libraries, with what Debian's own cross compiler does not bring.
  packages=$(printf '%s\n' libc6-dev "${BUILD_PACKAGES[@]}" | grep -e '-dev$' | paste -sd,)
  debian_root "$place" --foreign --arch=arm64 --include="$packages"
  for package in "$place"/var/cache/apt/archives/*.deb; do as_root dpkg-deb --extract "$package" "$place"; done
  as_root touch "$place/complete"
}

test_quick() { test_preset release; }

test_all() {
  test_quick
  need_packages python3-minimal
  say "layers"
  python3 tools/check_layers.py --self-test
  python3 tools/error_paths.py --self-test
  python3 tools/check_layers.py
  test_consumer
  build_python
  run_pytest "not peers"
}

test_peers() {
  build_preset release
  announce_data
  word2vec_program
  build_python
  need_encoder_packages
  need_umap_packages
  need_packages "${DATABASE_PACKAGES[@]}" systemd
  run_pytest peers
}

# test_faults KILLS: so many in each mode.
test_faults() {
  need_packages zstd
  build_preset release
  need_test_packages
  say "faults: $1 kills in each mode"
  FIRTH=$ROOT/build/firth FIRTH_KILLS=$1 build/venv/bin/python -m pytest -c tests/pytest.ini \
    -o "cache_dir=$ROOT/build/pytest-cache" -o "faulthandler_timeout=$((1200 + 20 * $1))" -s tests/faults
}

# The pages: their parts by themselves, then whole, in headless Chromium.
test_web() {
  need_packages chromium fonts-dejavu-core
  build_preset release
  say "parts of the pages"
  npm --prefix web test
  say "the pages in Chromium"
  FIRTH=$ROOT/build/firth node --test --test-concurrency=2 web/browser/*.test.mjs
}

# Which lines, functions and error paths the tests reach: those of C++, of the command, of Python. Of
# the faults those are left out that keep a process from writing its counts: kills, full disks.
test_coverage() {
  need_packages "${BUILD_PACKAGES[@]}" gcovr zstd python3-dev
  need_test_packages
  quietly build/log/configure-coverage.txt cmake --preset coverage -DFIRTH_PYTHON=ON \
    -DPython_EXECUTABLE="$ROOT/build/venv/bin/python"
  cmake --build --preset coverage
  announce_data
  find build-coverage -name '*.gcda' -delete
  say "C++ tests (coverage)"
  ctest --preset coverage
  say "Python tests (coverage)"
  FIRTH=$ROOT/build-coverage/firth GCOV_ERROR_FILE=$ROOT/build-coverage/gcov-errors.txt \
    PYTHONPATH=$ROOT/build-coverage/python build/venv/bin/python -m pytest -c tests/pytest.ini \
    -o "cache_dir=$ROOT/build/pytest-cache" -q -m "not peers" -k "not full_disk and not is_full" \
    --ignore tests/faults/kill_test.py tests
  say "lines: build-coverage/report.txt"
  gcovr --root . --filter src/ --filter apps/ --filter python/ --exclude '.*_test\.cc' \
    --exclude '.*test.*\.h' --exclude-throw-branches build-coverage >build-coverage/report.txt
  tail -n 4 build-coverage/report.txt
  say "what is not reached: build-coverage/error_paths.txt"
  python3 tools/error_paths.py build-coverage >build-coverage/error_paths.txt
  grep reached build-coverage/error_paths.txt
}

# run_pytest MARKERS: tests of the command from outside, and beside other programs.
run_pytest() {
  need_packages zstd
  need_test_packages
  say "Python tests ($1)"
  FIRTH=$ROOT/build/firth PYTHONPATH=$ROOT/build/python build/venv/bin/python -m pytest -c tests/pytest.ini \
    -o "cache_dir=$ROOT/build/pytest-cache" -m "$1" tests
}

# Installs firth beside nothing else and builds a small project that uses it.
test_consumer() {
  say "a project that uses an installed firth"
  local place=build/consumer
  rm -rf "$place"
  quietly build/log/install.txt cmake --install build --prefix "$place/prefix"
  quietly build/log/consumer-configure.txt cmake -S tests/consumer -B "$place/build" -G Ninja \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$ROOT/$place/prefix"
  quietly build/log/consumer-build.txt cmake --build "$place/build"
  "$place/build/consumer"
  "$place/prefix/bin/firth" --version
}
