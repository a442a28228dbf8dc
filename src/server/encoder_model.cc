#include "server/encoder_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "http/message.h"

namespace firth::server {
namespace {

ModelInfo Completed(ModelInfo info, const EncoderInfo& encoder) {
  info.kind = "bert";
  info.dim = encoder.dim;
  info.max_tokens = encoder.max_pieces;
  info.vocabulary = encoder.vocabulary;
  info.pooling = PoolingName(encoder.pooling);
  info.normalize = encoder.normalize;
  info.at_once = encoder.layers == 0;
  info.precision = encoder.precision;
  return info;
}

/// What the client numbered itself is taken as it is, marks around the text included.
Encoding Numbered(const std::vector<std::uint32_t>& ids, std::size_t vocabulary) {
  Encoding encoding;
  for (const std::uint32_t id : ids) {
    if (id >= vocabulary) {
      throw http::HttpError(
          422, fmt::format("there is no token {}; the model has {} of its own", id, vocabulary));
    }
    encoding.ids.push_back(PieceId{id});
  }
  return encoding;
}

/// Of a static model, which has no queue that counts them.
void RequireFewTokens(std::size_t tokens) {
  constexpr std::size_t kMost = 2U << 20;
  if (tokens > kMost) {
    throw http::HttpError(422, fmt::format("the texts have more than {} tokens", kMost));
  }
}

}  // namespace

EncoderModel::EncoderModel(ModelInfo info, std::shared_ptr<const Encoder> encoder,
                           BatcherSettings settings)
    : Model(Completed(std::move(info), encoder->info())),
      encoder_(encoder),
      batcher_(std::move(encoder), settings) {}

Encoding EncoderModel::Split(const Input& input, bool cut) const {
  Encoding encoding;
  if (const auto* ids = std::get_if<std::vector<std::uint32_t>>(&input)) {
    encoding = Numbered(*ids, info_.vocabulary);
    if (encoding.ids.size() > info_.max_tokens) {
      encoding.left_out = encoding.ids.size() - info_.max_tokens;
      encoding.ids.resize(info_.max_tokens);
    }
  } else {
    RequireShort(std::get<std::string>(input));
    encoder_->tokenizer().Encode(std::get<std::string>(input), info_.max_tokens, encoding);
    encoding.ranges = {};  // nobody asks
    encoding.ids.shrink_to_fit();
  }
  if (encoding.left_out > 0 && !cut) {
    throw http::HttpError(422,
                          fmt::format("a text has {} tokens; the model takes {}",
                                      encoding.ids.size() + encoding.left_out, info_.max_tokens));
  }
  return encoding;
}

void EncoderModel::Embed(std::vector<Input> inputs, const Wish& wish, std::stop_token gone,
                         Embedding done) const {
  Embedded embedded;
  Job job{.texts = {}, .pieces = wish.pieces, .gone = std::move(gone), .done = {}};
  for (const Input& input : inputs) {
    if (job.gone.stop_requested()) return;
    job.texts.push_back(Split(input, wish.cut));
    embedded.tokens += job.texts.back().ids.size();
    if (wish.pieces) RequireFewVectors(embedded.tokens, info_.dim);
    if (info_.at_once) RequireFewTokens(embedded.tokens);
    embedded.cut += job.texts.back().left_out > 0 ? 1U : 0U;
  }
  const bool normalize = wish.normalize.value_or(info_.normalize) && !wish.pieces;
  job.done = [done = std::move(done), embedded = std::make_shared<Embedded>(std::move(embedded)),
              dimensions = wish.dimensions,
              normalize](std::vector<Matrix> vectors, const std::exception_ptr& failure) {
    std::exception_ptr failed = failure;
    try {
      for (Matrix& matrix : vectors) Finish(matrix, dimensions, normalize);
      embedded->vectors = std::move(vectors);
    } catch (...) {
      failed = std::current_exception();
    }
    done(std::move(*embedded), failed);
  };
  batcher_.Add(std::move(job));
}

std::vector<Token> EncoderModel::Tokenize(std::string_view text, bool special,
                                          std::size_t limit) const {
  const WordPieceTokenizer& tokenizer = encoder_->tokenizer();
  const WordPieceSettings& settings = tokenizer.settings();  // a static model has no marks
  Encoding encoding;
  RequireShort(text);
  constexpr std::size_t kMarks = 2;
  tokenizer.Encode(text, limit + kMarks, encoding);
  if (encoding.left_out > 0) FailOnTokens();
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
    const bool mark = (i == 0 && !settings.begin.empty()) ||
                      (i + 1 == encoding.ids.size() && !settings.end.empty());
    if (mark && !special) continue;
    tokens.push_back({.id = static_cast<std::uint32_t>(Index(encoding.ids[i])),
                      .text = std::string(tokenizer.Piece(encoding.ids[i])),
                      .special = mark,
                      .range = encoding.ranges[i]});
  }
  return tokens;
}

}  // namespace firth::server
