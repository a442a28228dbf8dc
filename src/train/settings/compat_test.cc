// Every preset, setting by setting, against what the peer's own source sets. word2vec.c and gensim
// are asked themselves in tests/peers/compat_test.py.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "firth/error.h"
#include "firth/train.h"

namespace firth {
namespace {

using Values = std::map<std::string, std::string>;

/// All settings of a preset as a model's metadata has them.
Values Preset(std::string_view peer, ContextKind context = ContextKind::kSkipgram) {
  TrainSettings settings;
  settings.model.context = context;
  ApplyCompat(settings, peer);
  Validate(settings);
  Values values;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    values.emplace(spec.name, spec.get(settings));
  }
  return values;
}

void ExpectSettings(const Values& actual, const Values& expected) {
  for (const auto& [name, value] : expected) EXPECT_EQ(actual.at(name), value) << name;
}

/// What all of them say alike.
const Values kCommon = {{"loss", "ns"},    {"negative", "5"},        {"lr-decay", "linear"},
                        {"order", "text"}, {"cbow-combine", "mean"}, {"threads", "0"}};

TEST(Compat, Word2vec) {
  // word2vec.c: the globals at its top; InitNet: (r - 0.5) / layer1_size, syn1neg zero; `b` drawn
  // below the window; neu1e added undivided; alpha 0.05 for CBOW; </s> first in the vocabulary.
  const Values expected = {{"dim", "100"},
                           {"window", "5"},
                           {"window-mode", "shrink"},
                           {"pad", "skip"},
                           {"ns-power", "0.75"},
                           {"cbow-gradient", "word2vec"},
                           {"context-init", "zero"},
                           {"init-range", "0.5"},
                           {"sentence-length", "1000"},
                           {"line-end", "word2vec"},
                           {"min-count", "5"},
                           {"sample", "0.001"},
                           {"epochs", "5"},
                           {"lr", "0.025"},
                           {"lr-end", "2.5e-06"},
                           {"tokenizer", "whitespace"}};
  ExpectSettings(Preset("word2vec"), kCommon);
  ExpectSettings(Preset("word2vec"), expected);
  ExpectSettings(Preset("word2vec", ContextKind::kCbow), {{"lr", "0.05"}, {"lr-end", "5e-06"}});
}

TEST(Compat, Fasttext) {
  // fastText: args.cc; dictionary.h: MAX_LINE_SIZE; loss.cc: pow(counts, 0.5); fasttext.cc:
  // n-grams of 3 to 6; input uniform in 1 / dim, output zero, rate (1 - progress) lr; </s> ends a
  // line and is trained.
  for (const ContextKind context : {ContextKind::kSkipgram, ContextKind::kCbow}) {
    ExpectSettings(Preset("fasttext", context), kCommon);
    ExpectSettings(Preset("fasttext", context), {{"dim", "100"},
                                                 {"window", "5"},
                                                 {"window-mode", "shrink"},
                                                 {"pad", "skip"},
                                                 {"ns-power", "0.5"},
                                                 {"cbow-gradient", "word2vec"},
                                                 {"context-init", "zero"},
                                                 {"init-range", "1"},
                                                 {"minn", "3"},
                                                 {"maxn", "6"},
                                                 {"bucket", "2000000"},
                                                 {"sentence-length", "1024"},
                                                 {"line-end", "fasttext"},
                                                 {"min-count", "5"},
                                                 {"sample", "0.0001"},
                                                 {"epochs", "5"},
                                                 {"lr", "0.05"},
                                                 {"lr-end", "0"}});
  }
}

TEST(Compat, Gensim) {
  for (const ContextKind context : {ContextKind::kSkipgram, ContextKind::kCbow}) {
    ExpectSettings(Preset("gensim", context), kCommon);
    ExpectSettings(Preset("gensim", context), {{"dim", "100"},
                                               {"window", "5"},
                                               {"window-mode", "shrink"},
                                               {"pad", "skip"},
                                               {"ns-power", "0.75"},
                                               {"cbow-gradient", "word2vec"},
                                               {"context-init", "zero"},
                                               {"init-range", "1"},
                                               {"sentence-length", "10000"},
                                               {"line-end", "break"},
                                               {"min-count", "5"},
                                               {"sample", "0.001"},
                                               {"epochs", "5"},
                                               {"lr", "0.025"},
                                               {"lr-end", "0.0001"}});
  }
}

TEST(Compat, Glove) {
  // glove.c: vector_size, num_iter, eta, both matrices (r - 0.5) / vector_size; cooccur.c:
  // window_size; vocab_count.c: min_count; nothing is thinned out.
  ExpectSettings(Preset("glove"), {{"dim", "50"},
                                   {"window", "15"},
                                   {"epochs", "25"},
                                   {"lr", "0.05"},
                                   {"context-init", "random"},
                                   {"init-range", "0.5"},
                                   {"line-end", "break"},
                                   {"min-count", "1"},
                                   {"sample", "0"}});
}

TEST(Compat, Note) {
  ExpectSettings(Preset("note"), {{"window", "2"},
                                  {"window-mode", "fixed"},
                                  {"pad", "zero"},
                                  {"context-init", "random"},
                                  {"cbow-gradient", "exact"},
                                  {"min-count", "1"},
                                  {"sample", "0"},
                                  {"tokenizer", "words"},
                                  {"punctuation", "drop"},
                                  {"line-end", "break"}});
}

TEST(Compat, NamesTheKnownOnes) {
  TrainSettings settings;
  try {
    ApplyCompat(settings, "abacus");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "--compat: 'abacus' is not one of word2vec, fasttext, gensim, glove, note");
  }
}

}  // namespace
}  // namespace firth
