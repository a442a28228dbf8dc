# shellcheck shell=bash

# build_python: the package in build/python, from the objects of the release build and no others.
build_python() {
  need_packages python3-dev
  need_test_packages
  quietly build/log/configure-python.txt cmake --preset release -DFIRTH_PYTHON=ON \
    -DPython_EXECUTABLE="$ROOT/build/venv/bin/python"
  cmake --build --preset release --target firth_python firth_cli
}

# verb_wheel: build/wheel/firth-*.whl, which brings its libraries and the command. It is compiled in
# build/ like all else, so that nothing is compiled twice.
verb_wheel() {
  local check=${1:-}
  [[ $# -le 1 && (-z $check || $check == check) ]] || die "wheel takes nothing, or check" 2
  need_packages "${BUILD_PACKAGES[@]}"
  build_python
  say "wheel"
  rm -rf build/wheel
  mkdir -p build/wheel/plain
  quietly build/log/wheel.txt build/venv/bin/pip wheel . --no-build-isolation --no-deps \
    --disable-pip-version-check --wheel-dir build/wheel/plain \
    --config-settings=build-dir=build --config-settings=cmake.define.FIRTH_BUILD_TESTS=ON \
    --config-settings=cmake.define.Python_EXECUTABLE="$ROOT/build/venv/bin/python"
  PATH="$ROOT/build/venv/bin:$PATH" quietly build/log/auditwheel.txt \
    build/venv/bin/auditwheel repair --wheel-dir build/wheel build/wheel/plain/firth-*.whl
  say "the wheel is $(echo build/wheel/firth-*.whl)"
  [[ -z $check ]] || check_wheel
}

# clean_root: build/clean-root, a Debian with python3 and nothing more.
clean_root() {
  [[ -e build/clean-root/complete ]] && return 0
  say "a clean Debian root with python3, in build/clean-root"
  debian_root build/clean-root --include=python3
  as_root touch build/clean-root/complete
}

# in_clean_root COMMAND...: with /proc, by which the loader finds libraries beside a program.
in_clean_root() {
  as_root unshare --mount --pid --fork --mount-proc=build/clean-root/proc \
    chroot build/clean-root "$@"
}

# check_wheel: in a root of its own, the wheel and NumPy's (unpacked: there is no pip) learn words, and
# README's Python session gives what is printed there.
check_wheel() {
  clean_root
  say "the wheel in the clean root"
  local place=build/clean-root/opt/firth
  rm -rf "$place"
  quietly build/log/clean-install.txt build/venv/bin/pip install --disable-pip-version-check \
    --target "$place" --find-links build/wheel --only-binary :all: firth
  cp README.md "$place/README.md"
  in_clean_root env PYTHONPATH=/opt/firth sh -c 'cd /tmp && exec python3 -' <<'SESSION'
import doctest, re, sys
import firth

v = firth.train([["sun", "moon", "star"]] * 9, dim=8, threads=1)
assert len(v) == 3 and len(v.neighbors("sun")) == 2 and v.matrix.shape == (3, 8)
print("firth", firth.__version__, v)
with open("/opt/firth/README.md", encoding="utf-8") as file:
    sessions = re.findall(r"```python\n(>>>.*?)```", file.read(), re.DOTALL)
assert sessions
for session in sessions:
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test)
    sys.exit(1) if runner.failures else print("README.md:", runner.tries, "lines as printed")
SESSION
  in_clean_root env PYTHONPATH=/opt/firth python3 -m firth --version
}

# verb_deb: Debian packages of the command and of the library.
verb_deb() {
  (($# == 0)) || die "deb takes no argument" 2
  need_packages dpkg-dev file
  build_preset release
  say "Debian packages"
  rm -rf build/deb
  quietly build/log/cpack.txt cpack --config build/CPackConfig.cmake -B build/deb
  local package
  for package in build/deb/*.deb; do
    say "$package needs $(dpkg-deb --field "$package" Depends)"
  done
}
