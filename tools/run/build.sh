# shellcheck shell=bash

# build_preset PRESET: configures and compiles; the release preset builds in build/.
build_preset() {
  need_packages "${BUILD_PACKAGES[@]}"
  [[ $1 != release ]] || need_packages "${WEB_PACKAGES[@]}"
  quietly "build/log/configure-$1.txt" cmake --preset "$1" -DFIRTH_PYTHON=OFF
  cmake --build --preset "$1"
}

verb_build() {
  (($# == 0)) || die "build takes no argument" 2
  say "build"
  build_preset release
  say "the command is build/firth"
}
