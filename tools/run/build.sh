# shellcheck shell=bash

# build_preset PRESET: configures and compiles; the release preset builds in build/.
build_preset() {
  need_packages "${BUILD_PACKAGES[@]}"
  quietly "build/log/configure-$1.txt" cmake --preset "$1"
  cmake --build --preset "$1"
}

verb_build() {
  (($# == 0)) || die "build takes no argument" 2
  say "build"
  build_preset release
  say "the command is build/firth"
}

verb_coverage() {
  need_packages python3-venv ca-certificates
  build_preset coverage
  ctest --preset coverage
  [[ -x build/coverage-venv/bin/gcovr ]] || {
    say "installing gcovr into build/coverage-venv"
    python3 -m venv build/coverage-venv
    quietly build/log/gcovr.txt build/coverage-venv/bin/pip install 'gcovr>=7,<9'
  }
  build/coverage-venv/bin/gcovr --root . --filter src/ --exclude '.*_test\.cc' build-coverage
}
