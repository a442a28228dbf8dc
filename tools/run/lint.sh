# shellcheck shell=bash

readonly LONGEST_FILE=600

verb_lint() {
  case ${1:-changed} in
    style) lint_style ;;
    fix) lint_fix ;;
    changed | all)
      lint_style
      lint_tidy "${1:-changed}"
      ;;
    *) die "lint takes nothing, style, all or fix" 2 ;;
  esac
}

lint_fix() {
  need_packages "${LINT_PACKAGES[@]}"
  cpp_files | xargs -0 clang-format -i
}

lint_style() {
  need_packages "${LINT_PACKAGES[@]}"
  say "format"
  cpp_files | xargs -0 clang-format --dry-run -Werror ||
    die "not formatted as .clang-format says; ./run lint fix does it"
  say "layers"
  python3 tools/check_layers.py
  say "shell scripts"
  shellcheck run .ci/run tools/run/*.sh web/build.sh
  say "file sizes"
  check_sizes
}

# Paths end in NUL. What is written by hand, wherever it stands; generated trees are left out.
hand_written() {
  local folders=() folder
  for folder in include src apps web tests bench fuzz examples python tools cmake .ci; do
    [[ -d $folder ]] && folders+=("$folder")
  done
  find "${folders[@]}" -type f \( "$@" \) -not -path '*/node_modules/*' -print0
}

cpp_files() { hand_written -name '*.h' -o -name '*.cc'; }

check_sizes() {
  local long
  long=$(hand_written -name '*.h' -o -name '*.cc' -o -name '*.py' -o -name '*.sh' -o -name '*.cmake' -o -name '*.ts' -o -name '*.tsx' -o -name '*.css' |
    xargs -0 wc -l | awk -v most="$LONGEST_FILE" '$2 != "total" && $1 > most {print $2 ": " $1 " lines"}')
  [[ -z $long ]] || die "longer than $LONGEST_FILE lines, so it should be several files: $long"
}

# clang-tidy 16, because Debian's default of 14 cannot read the ranges of g++ 12's library.
lint_tidy() {
  need_packages "${BUILD_PACKAGES[@]}" clang-tidy-16
  quietly build/log/configure-dev.txt cmake --preset dev
  local files
  if [[ $1 == all ]]; then
    mapfile -t files < <(find src apps -name '*.cc')
  else
    mapfile -t files < <(changed_files | grep -E '^(src|apps)/.*\.cc$' || true)
  fi
  say "clang-tidy on ${#files[@]} files"
  ((${#files[@]})) || return 0
  printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy-16 -p build-dev --quiet \
    --extra-arg=-Wno-unknown-warning-option
}

changed_files() {
  {
    git diff --name-only --diff-filter=d HEAD -- 2>/dev/null || git ls-files
    git ls-files --others --exclude-standard
  } | sort -u
}
