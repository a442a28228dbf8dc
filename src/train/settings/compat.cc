#include <fmt/format.h>

#include "firth/error.h"
#include "firth/train.h"

namespace firth {
namespace {

// What each peer's own source sets, as far as it bears on what is learned: threads are left to the
// machine, and the verb chooses between skip-gram and CBOW. firth's other defaults are word2vec's
// already.

void LikeWord2vec(TrainSettings& settings) {
  settings.lr_decay = LrDecay::kLinear;
  settings.order = BlockOrder::kText;
  settings.line_end = LineEnd::kWord2vec;
  settings.model.cbow_gradient = CbowGradient::kWord2vec;
}

void LikeFasttext(TrainSettings& settings) {
  settings.lr_decay = LrDecay::kLinear;
  settings.order = BlockOrder::kText;
  settings.line_end = LineEnd::kFasttext;
  settings.model.cbow_gradient = CbowGradient::kWord2vec;
  settings.model.ns_power = 0.5;
  settings.model.init_range = 1;
  settings.model.subwords = {.min_length = 3, .max_length = 6, .buckets = 2'000'000};
  settings.sample = 1e-4;
  settings.lr = 0.05;
  settings.lr_end = 0;
  settings.sentence_length = 1024;
}

void LikeGensim(TrainSettings& settings) {
  settings.lr_decay = LrDecay::kLinear;
  settings.order = BlockOrder::kText;
  settings.model.cbow_gradient = CbowGradient::kWord2vec;
  settings.model.init_range = 1;
  settings.lr = 0.025;
  settings.lr_end = 1e-4;
  settings.sentence_length = 10'000;
}

constexpr std::size_t kNoLineIsCut = 1'000'000'000;  // GloVe's program has no such limit

/// GloVe's dimensions, window, epochs, rate, words and matrices, for the word models.
void LikeGlove(TrainSettings& settings) {
  settings.lr_decay = LrDecay::kLinear;
  settings.order = BlockOrder::kText;
  settings.model.dim = 50;
  settings.model.window = 15;
  settings.epochs = 25;
  settings.lr = 0.05;
  settings.model.context_init = ContextInit::kRandom;
  settings.min_count = 1;
  settings.sample = 0;
  settings.model.glove.unknown_row = true;
}

/// The study note: a fixed window, zero vectors beyond the sentence, two random and different
/// matrices, every word kept, punctuation left out.
void LikeTheNote(TrainSettings& settings) {
  settings.lr_decay = LrDecay::kLinear;
  settings.order = BlockOrder::kText;
  settings.model.window = 2;
  settings.model.window_mode = WindowMode::kFixed;
  settings.model.pad = Pad::kZero;
  settings.model.context_init = ContextInit::kRandom;
  settings.model.cbow_gradient = CbowGradient::kExact;
  settings.min_count = 1;
  settings.sample = 0;
  settings.tokenizer.kind = TokenizerKind::kWords;
  settings.tokenizer.punctuation = Punctuation::kDrop;
}

}  // namespace

void StartFrom(TrainSettings& settings, ContextKind context) {
  if (context == ContextKind::kGlove) {
    LikeGlove(settings);
    settings.sentence_length = kNoLineIsCut;
    settings.model.glove.unknown_row = false;
  }
  settings.model.context = context;
}

void ApplyCompat(TrainSettings& settings, std::string_view peer) {
  if (peer == "word2vec") return LikeWord2vec(settings);
  if (peer == "fasttext") return LikeFasttext(settings);
  if (peer == "gensim") return LikeGensim(settings);
  if (peer == "glove") return LikeGlove(settings);
  if (peer == "note") return LikeTheNote(settings);
  throw Error(
      ErrorKind::kSettings,
      fmt::format("--compat: '{}' is not one of word2vec, fasttext, gensim, glove, note", peer));
}

}  // namespace firth
