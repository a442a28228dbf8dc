# shellcheck shell=bash

readonly DEMO=build/demo
readonly DEMO_TEXTS=(dict-gcide dict-foldoc wordnet-base bible-kjv bible-kjv-text)

verb_demo() {
  if (($# == 0)); then
    demo_debian
  else
    demo_own_text "$@"
  fi
}

demo_debian() {
  need_packages "${PYTHON_PACKAGES[@]}" libreadline8
  build_preset release
  demo_text
  demo_sets
  local vectors=$DEMO/words.bin
  demo_train "$DEMO/corpus.txt" "$vectors" --epochs 15 --min-count 20
  demo_neighbors "$vectors" monday river copper violin france compiler anger sword
  demo_analogies "$vectors"
  demo_scores "$vectors"
  demo_next "$vectors"
}

# demo_own_text FILE...: plain text, or such text compressed by gzip, xz or zstd.
demo_own_text() {
  local file corpus=$DEMO/own.txt vectors=$DEMO/own.bin
  for file; do
    [[ -r $file ]] || die "cannot read $file"
  done
  need_packages python3-minimal zstd
  build_preset release
  mkdir -p "$DEMO"
  say "your text as lower-case words, without punctuation: $corpus"
  zstd -dcqf -- "$@" | python3 tools/demo/plain.py >"$corpus"
  demo_train "$corpus" "$vectors" --epochs 10 --min-count 5
  local words
  mapfile -t words < <(frequent_words "$corpus")
  ((${#words[@]})) || die "too little text: no word of four letters stands in it twenty times"
  demo_neighbors "$vectors" "${words[@]}"
  printf '\nTry next:\n'
  printf '  %-54s %s\n' \
    "build/firth neighbors $vectors WORD" "any word you like" \
    "build/firth analogy $vectors A B C" "A is to B as C is to ?" \
    "build/firth train skipgram $corpus -o my.bin --epochs 30" "longer, perhaps better"
}

# frequent_words TEXT: eight words of four letters or more, after the commonest, most frequent first.
frequent_words() {
  tr ' ' '\n' <"$1" | awk 'length >= 4 {n[$0]++} END {for (w in n) if (n[w] >= 20) print n[w], w}' |
    sort -k1,1nr -k2 | awk '{word[NR] = $2}
      END {first = NR > 400 ? 100 : int(NR / 4); step = NR > 400 ? 25 : int(NR / 12) + 1
           for (i = 0; i < 8 && first + 1 + i * step <= NR; i++) print word[first + 1 + i * step]}'
}

# demo_text: the packages are unpacked under build/demo, not installed.
demo_text() {
  if [[ -s $DEMO/corpus.txt ]]; then return 0; fi
  say "text from the Debian packages ${DEMO_TEXTS[*]}, unpacked in $DEMO (not installed)"
  mkdir -p "$DEMO/packages" "$DEMO/root"
  if ! download_packages 2>/dev/null; then
    quietly build/log/apt-update.txt as_root apt-get update
    download_packages || die "apt-get could not download the text; is there a network?"
  fi
  local package
  for package in "$DEMO"/packages/*.deb; do
    dpkg-deb --extract "$package" "$DEMO/root"
  done
  python3 tools/demo/text.py "$DEMO/root" "$DEMO/corpus.txt"
}

download_packages() {
  (cd "$DEMO/packages" && apt-get -qq -o APT::Sandbox::User=root download "${DEMO_TEXTS[@]}")
}

# demo_sets: questions and word pairs, out of gensim's wheel, which carries them for its own tests.
demo_sets() {
  if [[ -s $DEMO/sets/questions-words.txt ]]; then return 0; fi
  say "test sets from the Python package gensim 4.4.0, in $DEMO/sets"
  need_venv
  quietly build/log/sets.txt build/venv/bin/pip download --disable-pip-version-check \
    --no-deps --only-binary :all: --dest "$DEMO/wheel" gensim==4.4.0
  mkdir -p "$DEMO/sets"
  local name
  for name in wordsim353.tsv simlex999.txt questions-words.txt; do
    python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
      "$DEMO"/wheel/gensim-*.whl "gensim/test/test_data/$name" >"$DEMO/sets/$name"
  done
}

# demo_train CORPUS OUT FLAG...
demo_train() {
  say "training: build/firth train skipgram $1 -o $2 ${*:3}"
  build/firth train skipgram "$1" -o "$2" "${@:3}"
}

# demo_neighbors VECTORS WORD...: one line a word.
demo_neighbors() {
  local word
  say "nearest words (firth neighbors $1 WORD)"
  for word in "${@:2}"; do
    printf '  %-12s %s\n' "$word" "$(build/firth neighbors "$1" "$word" -k 6 | join_first_column)"
  done
}

join_first_column() { awk '{printf "%s%s", sep, $1; sep = ", "} END {print ""}'; }

demo_analogies() {
  local question
  say "A is to B as C is to ? (firth analogy $1 A B C)"
  for question in "man woman king" "uncle aunt nephew" "france paris england" \
    "france french spain" "good better bad" "quick quickly slow" "walk walked look" \
    "tree trees bird"; do
    # shellcheck disable=SC2086
    set -- "$1" $question
    printf '  %-8s is to %-8s as %-8s is to   %s\n' "$2" "$3" "$4" \
      "$(build/firth analogy "$1" "$2" "$3" "$4" -k 3 | join_first_column)"
  done
}

demo_scores() {
  say "scores on published sets (firth evaluate $1 SET... --case lower)"
  build/firth evaluate "$1" "$DEMO"/sets/{wordsim353.tsv,simlex999.txt,questions-words.txt} \
    --case lower
}

demo_next() {
  printf '\nTry next:\n'
  printf '  %-54s %s\n' \
    "./run demo YOUR-TEXT.txt" "the same with your own text" \
    "build/firth neighbors $1 WORD" "any word you like" \
    "build/firth convert $1 words.txt" "a file that gensim and others load"
}
