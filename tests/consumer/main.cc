/// Trains on a text of its own and asks for a neighbour: what a user of the library does first.
#include <cstdio>
#include <string>
#include <vector>

#include "firth/corpus.h"
#include "firth/error.h"
#include "firth/index.h"
#include "firth/train.h"
#include "firth/word_vectors.h"

namespace {

/// Twenty lines in which "cat" and "dog" keep the same company, and "apple" another.
std::string Text() {
  std::string text;
  for (int i = 0; i < 5; ++i) {
    text +=
        "the cat runs in the garden and sleeps in the house\n"
        "the dog runs in the garden and sleeps in the house\n"
        "she eats a red apple with honey every morning\n"
        "he eats a green pear with honey every morning\n";
  }
  return text;
}

firth::WordVectors TrainOnText() {
  firth::TrainSettings settings;
  settings.model.dim = 16;
  settings.min_count = 1;
  settings.sample = 0;
  settings.epochs = 100;
  settings.threads = 1;
  return firth::ToWordVectors(firth::Train(*firth::TextCorpus(Text()), settings).model);
}

}  // namespace

int main() {
  try {
    const firth::WordVectors vectors = TrainOnText();
    const firth::WordQueries ask(vectors);
    const auto neighbors = ask.Neighbors(std::vector<std::string>{"cat"}, 3);
    for (const firth::ScoredWord& near : neighbors) {
      std::printf("cat  %-8s %.3f\n", near.word.c_str(), static_cast<double>(near.score));
    }
    if (neighbors.size() != 3 || ask.Similarity("cat", "dog") <= ask.Similarity("cat", "apple")) {
      std::fputs("consumer: cat should be nearer to dog than to apple\n", stderr);
      return 1;
    }
  } catch (const firth::Error& error) {
    std::fprintf(stderr, "consumer: %s\n", error.what());
    return 1;
  }
  return 0;
}
