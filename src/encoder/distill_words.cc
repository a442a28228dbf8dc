#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "encoder/piece_weights.h"
#include "encoder/pooling.h"
#include "encoder/static_folder.h"
#include "encoder/whole_word.h"
#include "firth/distill.h"
#include "firth/error.h"
#include "numeric/principal_axes.h"

namespace firth {
namespace {

using encoder::StaticModel;

std::vector<double> Shares(const Vocabulary& words) {
  if (!words.HasCounts()) return encoder::ZipfShares(words.size());
  std::vector<double> shares(words.size());
  const auto all = static_cast<double>(words.TotalCount());
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    shares[id] = static_cast<double>(words.CountOf(TokenId{id})) / all;
  }
  return shares;
}

/// The way to read text that tells least apart, unless one that tells more keeps words as they are
/// that make up a hundredth of a text more. Ideographs stay together, as the words do that are made
/// of them.
WordPieceSettings SettingsFor(const Vocabulary& words, std::span<const double> shares) {
  constexpr double kWorthwhile = 0.01;
  constexpr std::array<std::pair<bool, bool>, 3> kLowercaseAndStrip = {
      {{true, true}, {true, false}, {false, false}}};
  WordPieceSettings best;
  double most = -1;
  for (const auto& [lowercase, strip] : kLowercaseAndStrip) {
    WordPieceSettings settings;
    settings.handle_chinese_chars = false;
    settings.lowercase = lowercase;
    settings.strip_accents = strip;
    settings.special = {settings.unknown};
    double kept = 0;
    for (std::uint32_t id = 0; id < words.size(); ++id) {
      const std::string_view word = words.Word(TokenId{id});
      if (encoder::WholeWord(settings, word) == word) kept += shares[id];
    }
    if (most >= 0 && kept < most + kWorthwhile) continue;
    most = kept;
    best = std::move(settings);
  }
  return best;
}

/// The words behind the unknown piece, whose row is zeros.
StaticModel WeightedWords(const WordVectors& words, double sif) {
  StaticModel model;
  const std::vector<double> shares = Shares(words.vocabulary());
  model.settings = SettingsFor(words.vocabulary(), shares);
  model.pieces = {model.settings.unknown};
  std::unordered_set<std::string> known(model.pieces.begin(), model.pieces.end());
  std::vector<TokenId> ids;
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    auto word = encoder::WholeWord(model.settings, words.vocabulary().Word(TokenId{id}));
    if (!word || !known.insert(*word).second) continue;
    model.pieces.push_back(std::move(*word));
    ids.push_back(TokenId{id});
  }
  if (ids.empty()) {
    throw Error(ErrorKind::kInput, "no word of the vectors is a word to a tokenizer of texts");
  }
  const auto weights = encoder::SifWeights(shares, sif);
  model.rows = Matrix(model.pieces.size(), words.dim(), RowLayout::kDense);
  std::ranges::fill(model.rows.MutableRow(RowId{0}), 0.0F);
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    const auto weight = static_cast<float>(weights[Index(ids[i])]);
    std::ranges::transform(words.matrix().Row(RowId{static_cast<std::uint32_t>(Index(ids[i]))}),
                           model.rows.MutableRow(RowId{i + 1}).begin(),
                           [&](float number) { return weight * number; });
  }
  return model;
}

/// The vectors of the texts, row by row.
std::vector<float> VectorsOf(const StaticModel& model, std::span<const std::string_view> texts) {
  WordPieceSettings settings = model.settings;
  settings.unknown.clear();
  settings.begin.clear();
  settings.end.clear();
  const WordPieceTokenizer tokenizer(model.pieces, settings);
  const std::size_t dim = model.rows.columns();
  std::vector<float> vectors(texts.size() * dim);
  std::vector<float> rows;
  Encoding encoding;
  for (std::size_t text = 0; text < texts.size(); ++text) {
    tokenizer.Encode(texts[text], 0, encoding);
    rows.clear();
    for (const PieceId id : encoding.ids) {
      const auto row = model.rows.Row(RowId{static_cast<std::uint32_t>(Index(id))});
      rows.insert(rows.end(), row.begin(), row.end());
    }
    encoder::Pool(rows.data(), encoding.ids.size(), Pooling::kMean,
                  std::span(vectors).subspan(text * dim, dim));
  }
  return vectors;
}

/// Takes out what is along the axis, and returns its share of the squares of the texts' vectors.
double TakeOut(std::span<const std::string_view> texts, StaticModel& model) {
  const std::vector<float> vectors = VectorsOf(model, texts);
  if (std::ranges::all_of(vectors, [](float number) { return number == 0; })) {
    throw Error(ErrorKind::kInput, "no text holds a word of the vectors");
  }
  const auto axes = numeric::FindSingularAxes(vectors, model.rows.columns(), 1);
  for (std::uint32_t i = 0; i < model.rows.rows(); ++i) {
    const auto row = model.rows.MutableRow(RowId{i});
    float along = 0;
    numeric::ProjectOn(axes, row, std::span(&along, 1));
    for (std::size_t c = 0; c < row.size(); ++c) {
      row[c] -= along * static_cast<float>(axes.axes[c]);
    }
  }
  return axes.share;
}

}  // namespace

DistillReport DistillWords(const WordVectors& words, const WordTextsSettings& settings,
                           const std::string& folder) {
  encoder::CheckSif(settings.sif);
  StaticModel model = WeightedWords(words, settings.sif);
  DistillReport report{.pieces = model.pieces.size(),
                       .left_out = words.size() + 1 - model.pieces.size()};
  if (!settings.texts.empty()) report.variance = TakeOut(settings.texts, model);
  encoder::WriteStaticFolder(model, folder);
  return report;
}

}  // namespace firth
