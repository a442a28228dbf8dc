#include "teach/contexts.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/ascii.h"
#include "firth/index.h"
#include "http/message.h"

namespace firth::teach {
namespace {

constexpr std::size_t kShownNumbers = 8;

struct Found {
  std::vector<std::string> pieces{};
  std::vector<double> sum{};
};

std::string_view Cut(std::string_view text, const TextRange& range) {
  return text.substr(range.begin, range.end - range.begin);
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// The first place of `word` in `text` that is no part of a longer word, letter case of ASCII
/// aside; an empty range when there is none.
TextRange PlaceOf(std::string_view word, std::string_view text) {
  const auto same = [](char a, char b) { return base::LowerAscii(a) == base::LowerAscii(b); };
  for (auto from = text.begin(); from != text.end();) {
    const auto at = std::search(from, text.end(), word.begin(), word.end(), same);
    if (at == text.end()) break;
    const auto begin = static_cast<std::size_t>(at - text.begin());
    const std::size_t end = begin + word.size();
    const bool whole =
        (begin == 0 || !IsLetter(text[begin - 1])) && (end == text.size() || !IsLetter(text[end]));
    if (whole) return {begin, end};
    from = at + 1;
  }
  return {};
}

/// The pieces that lie in `place`, and the sum of their vectors.
Found PiecesIn(const EncodedPieces& text, const TextRange& place,
               const WordPieceTokenizer& tokenizer) {
  Found found;
  found.sum.resize(text.vectors.columns());
  for (std::uint32_t i = 0; i < text.vectors.rows(); ++i) {
    const TextRange& range = text.encoding.ranges[i];
    if (range.begin == range.end || range.begin < place.begin || range.end > place.end) continue;
    found.pieces.emplace_back(tokenizer.Piece(text.encoding.ids[i]));
    const auto row = text.vectors.Row(RowId{i});
    for (std::size_t c = 0; c < row.size(); ++c) found.sum[c] += double{row[c]};
  }
  return found;
}

}  // namespace

Contexts::Contexts(std::string folder, EncoderOffer offer, CpuTarget target)
    : offer_(std::move(offer)), target_(target), folder_(std::move(folder)) {}

Json Contexts::State() const {
  const bool fetching = job_.running();
  const std::string failure = job_.failure();
  const std::lock_guard lock(mutex_);
  Json json = {{"state", folder_.empty() ? "none" : "ready"}};
  json["offer"] = offer_.name.empty() ? Json()
                                      : Json{{"name", offer_.name},
                                             {"megabytes", offer_.megabytes},
                                             {"command", offer_.command}};
  if (fetching) json["state"] = "fetching";
  if (folder_.empty() && !failure.empty()) {
    json["state"] = "failed";
    json["message"] = failure;
  }
  return json;
}

void Contexts::Fetch() {
  if (!offer_.fetch) throw http::HttpError(400, "there is nothing to fetch");
  const bool began = job_.Start([this](const std::stop_token&) {
    std::string folder = offer_.fetch();
    const std::lock_guard lock(mutex_);
    folder_ = std::move(folder);
  });
  if (!began) throw http::HttpError(409, "it is being fetched already");
}

std::shared_ptr<const Encoder> Contexts::Weights() {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) throw http::HttpError(404, "there are no weights yet");
  if (!encoder_) encoder_ = std::make_shared<const Encoder>(Encoder::Load(folder_, target_));
  return encoder_;
}

Json Contexts::Compare(const std::string& word, const std::vector<std::string>& sentences) {
  const auto encoder = Weights();
  const std::vector<std::string_view> texts(sentences.begin(), sentences.end());
  const std::vector<EncodedPieces> encoded = encoder->EncodePieces(texts, {.threads = 1});
  Matrix vectors(sentences.size(), encoder->info().dim, RowLayout::kDense);
  Json rows = Json::array();
  for (std::uint32_t i = 0; i < sentences.size(); ++i) {
    const TextRange place = PlaceOf(word, texts[i]);
    const Found found = PiecesIn(encoded[i], place, encoder->tokenizer());
    if (word.empty() || found.pieces.empty()) {
      throw http::HttpError(400, "\"" + sentences[i] + "\" does not hold \"" + word + "\"");
    }
    const auto count = static_cast<double>(found.pieces.size());
    std::ranges::transform(found.sum, vectors.MutableRow(RowId{i}).begin(),
                           [count](double sum) { return static_cast<float>(sum / count); });
    Json first = Json::array();
    for (const float number :
         vectors.Row(RowId{i}).first(std::min(kShownNumbers, found.sum.size()))) {
      first.push_back(Number(number));
    }
    rows.push_back({{"sentence", sentences[i]},
                    {"found", Cut(texts[i], place)},
                    {"pieces", found.pieces},
                    {"numbers", std::move(first)}});
  }
  const ExactIndex index(vectors.view(), 0, target_);
  Matrix units(vectors.rows(), vectors.columns(), RowLayout::kDense);
  for (std::uint32_t i = 0; i < units.rows(); ++i) {
    index.UnitRow(RowId{i}, units.MutableRow(RowId{i}));
  }
  std::vector<float> scores(units.rows() * units.rows());
  index.Scores(units.view(), scores);
  Json cosines = Json::array();
  for (const float score : scores) cosines.push_back(Number(score));
  return {{"dim", vectors.columns()}, {"rows", std::move(rows)}, {"cosines", std::move(cosines)}};
}

}  // namespace firth::teach
