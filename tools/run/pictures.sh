# shellcheck shell=bash

# The pictures of README and docs, made anew from what `./run demo` trains.
verb_pictures() {
  (($# == 0)) || die "pictures takes no argument" 2
  need_packages "${PYTHON_PACKAGES[@]}" chromium fonts-dejavu-core fonts-wqy-zenhei
  build_preset release
  local vectors=$DEMO/words.bin
  if [[ ! -s $vectors ]]; then
    demo_text
    demo_train "$DEMO/corpus.txt" "$vectors" --epochs 15 --min-count 20
  fi
  say "pictures: docs/pictures"
  mkdir -p docs/pictures
  FIRTH=$ROOT/build/firth node web/pictures.mjs "$vectors" docs/pictures
  build/firth map "$vectors" --words 1000 --method tsne --labels 140 --title "The 1,000 most frequent words" \
    -o docs/pictures/map.svg
}
