# shellcheck shell=bash
# Debian packages and Python packages, installed when missing.

# The lists are read by the files beside this one.
# shellcheck disable=SC2034
{
  readonly BUILD_PACKAGES=(g++ cmake ninja-build pkg-config libhwy-dev libicu-dev zlib1g-dev
    libzstd-dev libcli11-dev libfmt-dev nlohmann-json3-dev libxxhash-dev libeigen3-dev
    libboost1.81-dev libssl-dev libopenmpi-dev openmpi-bin
    libgtest-dev libgmock-dev)
  readonly PYTHON_PACKAGES=(python3-venv ca-certificates)
  readonly WEB_PACKAGES=(npm ca-certificates)
  readonly PEER_PACKAGES=(npm ca-certificates)
  readonly DATABASE_PACKAGES=(postgresql)
  readonly CLANG_PACKAGES=(clang-16 libclang-rt-16-dev)
  readonly NEON_PACKAGES=(g++-aarch64-linux-gnu qemu-user)
  readonly LINT_PACKAGES=(clang-format shellcheck python3-minimal)
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "neither root nor sudo: cannot run $*" >&2
    return 1
  fi
}

# Programs count as present when they can be called, wherever they came from.
have_package() {
  case $1 in
    cmake | npm | chromium | zstd | shellcheck | clang-format)
      if command -v "$1" >/dev/null; then return 0; fi
      ;;
  esac
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# need_packages PACKAGE...: installs those that are missing; without any missing it asks no network.
need_packages() {
  command -v apt-get >/dev/null || {
    say "no apt-get here: these must be installed in their own way: $*"
    return 0
  }
  local missing=() package
  for package; do
    have_package "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing Debian packages: ${missing[*]}"
  quietly build/log/apt-update.txt as_root apt-get update
  quietly build/log/apt-install.txt as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "${missing[@]}"
}

# debian_root PLACE FLAG...: a Debian in PLACE, a folder below this one; FLAGs are debootstrap's.
debian_root() {
  local place=$1
  shift
  need_packages debootstrap
  as_root rm -rf "$place"
  mkdir -p "$(dirname "$place")"
  quietly build/log/debootstrap.txt as_root debootstrap --variant=minbase "$@" bookworm "$place"
}

# need_venv: build/venv, empty but for pip.
need_venv() {
  need_packages "${PYTHON_PACKAGES[@]}"
  [[ -x build/venv/bin/pip ]] || quietly build/log/venv.txt python3 -m venv --clear build/venv
}

# need_test_packages: build/venv with what tests/peers/requirements.txt names.
need_test_packages() {
  local wanted=tests/peers/requirements.txt installed=build/venv/requirements.txt
  need_venv
  if cmp --silent "$wanted" "$installed"; then return 0; fi
  say "installing Python packages into build/venv: $(grep -Ev '^ *(#|$)' "$wanted" | xargs)"
  quietly build/log/pip.txt build/venv/bin/pip install --disable-pip-version-check \
    --requirement "$wanted"
  cp "$wanted" "$installed"
}

# need_torch: PyTorch for the tests of layers, of this very version: others bring a GPU's libraries.
need_torch() {
  build/venv/bin/python -c 'import torch' 2>/dev/null && return 0
  say "installing torch==2.13.0 into build/venv"
  quietly build/log/pip-torch.txt build/venv/bin/pip install --disable-pip-version-check torch==2.13.0
}

# need_encoder_packages: what tests/peers/encoder_requirements.txt names, behind PyTorch.
need_encoder_packages() {
  need_torch
  need_requirements encoder
}

# need_umap_packages: what tests/peers/umap_requirements.txt names.
need_umap_packages() { need_requirements umap; }

# need_requirements NAME: tests/peers/NAME_requirements.txt, in build/venv.
need_requirements() {
  local wanted=tests/peers/$1_requirements.txt installed=build/venv/$1_requirements.txt
  if cmp --silent "$wanted" "$installed"; then return 0; fi
  say "installing Python packages into build/venv: $(grep -Ev '^ *(#|$)' "$wanted" | xargs)"
  quietly "build/log/pip-$1.txt" build/venv/bin/pip install --disable-pip-version-check \
    --requirement "$wanted"
  cp "$wanted" "$installed"
}
