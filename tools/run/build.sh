# shellcheck shell=bash

# build_preset PRESET [TARGET]: configures and compiles; the release preset builds in build/.
build_preset() {
  need_packages "${BUILD_PACKAGES[@]}"
  [[ $1 != asan ]] || need_packages "${CLANG_PACKAGES[@]}"
  [[ $1 != release ]] || need_packages "${WEB_PACKAGES[@]}"
  quietly "build/log/configure-$1.txt" cmake --preset "$1" -DFIRTH_PYTHON=OFF
  cmake --build --preset "$1" ${2:+--target "$2"}
}

verb_build() {
  (($# == 0)) || die "build takes no argument" 2
  say "build"
  build_preset release
  say "the command is build/firth"
}
