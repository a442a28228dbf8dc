#include "firth/distill.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

#include "encoder/piece_weights.h"
#include "encoder/static_folder.h"
#include "encoder/whole_word.h"
#include "firth/error.h"
#include "numeric/principal_axes.h"

namespace firth {
namespace {

using encoder::StaticModel;

/// What becomes a piece, and how the encoder is to see it.
struct Candidates {
  std::vector<std::string> pieces;
  std::vector<Encoding> encodings;
  std::size_t left_out = 0;
};

/// Pieces that stand for no text.
bool IsPlaceholder(const WordPieceSettings& settings, std::string_view piece) {
  return piece.starts_with("[unused") || piece == settings.unknown ||
         std::ranges::find(settings.special, piece) != settings.special.end();
}

void AddPieces(const WordPieceTokenizer& tokenizer, Candidates& candidates) {
  const PieceId begin = *tokenizer.Find(tokenizer.settings().begin);
  const PieceId end = *tokenizer.Find(tokenizer.settings().end);
  for (std::uint32_t i = 0; i < tokenizer.size(); ++i) {
    const std::string_view piece = tokenizer.Piece(PieceId{i});
    if (IsPlaceholder(tokenizer.settings(), piece)) continue;
    candidates.pieces.emplace_back(piece);
    candidates.encodings.push_back({.ids = {begin, PieceId{i}, end}, .ranges = {}});
  }
}

void AddWords(const Encoder& encoder, std::span<const std::string_view> words,
              Candidates& candidates) {
  const WordPieceTokenizer& tokenizer = encoder.tokenizer();
  std::unordered_set<std::string> known(candidates.pieces.begin(), candidates.pieces.end());
  for (const std::string_view word : words) {
    auto normalized = encoder::WholeWord(tokenizer.settings(), word);
    if (!normalized || !known.insert(*normalized).second) {
      ++candidates.left_out;
      continue;
    }
    Encoding encoding;
    tokenizer.Encode(*normalized, encoder.info().max_pieces, encoding);
    candidates.pieces.push_back(std::move(*normalized));
    candidates.encodings.push_back(std::move(encoding));
  }
}

/// The pieces behind the unknown one, whose row is zeros.
StaticModel Reduce(const Matrix& vectors, const numeric::PrincipalAxes& axes, std::size_t dim,
                   double sif) {
  StaticModel model;
  model.rows = Matrix(vectors.rows() + 1, dim, RowLayout::kDense);
  std::ranges::fill(model.rows.MutableRow(RowId{0}), 0.0F);
  const auto weights = encoder::SifWeights(encoder::ZipfShares(vectors.rows()), sif);
  for (std::uint32_t i = 0; i < vectors.rows(); ++i) {
    const auto out = model.rows.MutableRow(RowId{i + 1});
    numeric::ProjectOn(axes, vectors.Row(RowId{i}), out);
    for (float& number : out) number = static_cast<float>(double{number} * weights[i]);
  }
  return model;
}

void Check(const Encoder& encoder, const DistillSettings& settings) {
  if (encoder.info().layers == 0) {
    throw Error(ErrorKind::kInput, "the model is static already: there is nothing to distil");
  }
  if (settings.dim == 0 || settings.dim > encoder.info().dim) {
    throw Error(ErrorKind::kSettings, fmt::format("dim: {} is not between 1 and the encoder's {}",
                                                  settings.dim, encoder.info().dim));
  }
  encoder::CheckSif(settings.sif);
}

}  // namespace

DistillReport Distill(const Encoder& encoder, const DistillSettings& settings,
                      const std::string& folder, const EncodeObserver& observer) {
  Check(encoder, settings);
  Candidates candidates;
  AddPieces(encoder.tokenizer(), candidates);
  AddWords(encoder, settings.words, candidates);
  const Matrix vectors = encoder.EncodeSplit(
      candidates.encodings,
      {.pooling = Pooling::kMean, .normalize = false, .threads = settings.threads}, observer);
  DistillReport report{.pieces = candidates.pieces.size() + 1, .left_out = candidates.left_out};
  report.stopped = observer.stop.stop_requested();
  if (report.stopped) return report;
  const std::span<const float> numbers(vectors.view().RowData(RowId{0}),
                                       vectors.rows() * vectors.columns());
  const auto axes = numeric::FindPrincipalAxes(numbers, vectors.columns(), settings.dim);
  report.variance = axes.share;
  StaticModel model = Reduce(vectors, axes, settings.dim, settings.sif);
  model.settings = encoder.tokenizer().settings();
  model.settings.special = {model.settings.unknown};
  model.pieces = std::move(candidates.pieces);
  model.pieces.insert(model.pieces.begin(), model.settings.unknown);
  encoder::WriteStaticFolder(model, folder);
  return report;
}

}  // namespace firth
