#include "server/tei.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "firth/version.h"

namespace firth::server {
namespace {

using RequestPointer = std::shared_ptr<const http::Request>;

/// The fields that all of its requests for vectors share.
Wish WishOf(const Service& service, const json& parameters) {
  if (TextMember(parameters, "truncation_direction").value_or("Right") != "Right") {
    throw FieldError(422, "truncation_direction", "texts are cut on the Right alone");
  }
  if (Member(parameters, "prompt_name") != nullptr) {
    throw FieldError(422, "prompt_name", "the model has no prompts; put it before the text");
  }
  return {.cut = BoolMember(parameters, "truncate").value_or(service.settings.cut)};
}

/// [[0.1, 0.2], [0.3, 0.4]]; with `pieces` a text is itself an array of such.
std::string ArraysOf(const Embedded& embedded, bool pieces) {
  std::string out = "[";
  out.reserve(TextBytesOf(embedded));
  for (const Matrix& matrix : embedded.vectors) {
    if (out.size() > 1) out += ',';
    if (pieces) out += '[';
    for (std::uint32_t row = 0; row < matrix.rows(); ++row) {
      if (row > 0) out += ',';
      AppendNumbers(matrix.Row(RowId{row}), out);
    }
    if (pieces) out += ']';
  }
  out += ']';
  return out;
}

void EmbedTexts(const Service& service, bool pieces, const RequestPointer& request,
                const http::Reply& reply) {
  json body = ParseObject(request->body);
  Wish wish = WishOf(service, body);
  wish.pieces = pieces;
  if (!pieces) {
    wish.normalize = BoolMember(body, "normalize").value_or(true);
    wish.dimensions = CountMember(body, "dimensions").value_or(0);
  }
  const auto model = ModelOf(service, body);
  std::vector<Input> inputs = Inputs(Member(body, "inputs"), "inputs", service.settings.items);
  if (!pieces) RequireFewVectors(inputs.size(), NumbersOf(*model, wish));
  body.clear();  // the answer needs the room
  Embed(model, std::move(inputs), wish, request, reply, [pieces](const Embedded& embedded) {
    return http::Response{.body = ArraysOf(embedded, pieces)};
  });
}

std::vector<Input> SentencesOf(const json& body, std::size_t limit) {
  const json* const inputs = Member(body, "inputs");
  if (inputs == nullptr || !inputs->is_object()) {
    throw FieldError(422, "inputs", "no object with source_sentence and sentences");
  }
  const auto source = TextMember(*inputs, "source_sentence");
  if (!source) throw FieldError(422, "source_sentence", "it is missing");
  if (source->empty()) throw FieldError(400, "source_sentence", "it is empty");
  const json* const sentences = Member(*inputs, "sentences");
  if (sentences == nullptr || !sentences->is_array()) {
    throw FieldError(422, "sentences", "no array of strings");
  }
  std::vector<Input> texts = Inputs(sentences, "sentences", limit);
  for (const Input& text : texts) {
    if (!std::holds_alternative<std::string>(text)) {
      throw FieldError(422, "sentences", "no array of strings");
    }
  }
  texts.insert(texts.begin(), *source);
  return texts;
}

/// The cosines of all texts but the first with the first: the rows have length 1, or 0.
std::string CosinesOf(const Embedded& embedded) {
  std::vector<float> cosines;
  const auto source = embedded.vectors[0].Row(RowId{0});
  for (std::size_t i = 1; i < embedded.vectors.size(); ++i) {
    const auto row = embedded.vectors[i].Row(RowId{0});
    double sum = 0;
    for (std::size_t c = 0; c < row.size(); ++c) sum += double{source[c]} * double{row[c]};
    cosines.push_back(static_cast<float>(sum));
  }
  std::string out;
  AppendNumbers(cosines, out);
  return out;
}

void Similarity(const Service& service, const RequestPointer& request, const http::Reply& reply) {
  const json body = ParseObject(request->body);
  const json* const parameters = Member(body, "parameters");
  if (parameters != nullptr && !parameters->is_object()) {
    throw FieldError(422, "parameters", "no object");
  }
  Wish wish = WishOf(service, parameters == nullptr ? json::object() : *parameters);
  wish.normalize = true;
  Embed(ModelOf(service, body), SentencesOf(body, service.settings.items), wish, request, reply,
        [](const Embedded& embedded) { return http::Response{.body = CosinesOf(embedded)}; });
}

/// Places in characters, as its clients count them.
class CharacterCounter {
 public:
  explicit CharacterCounter(std::string_view text) : text_(text) {}

  /// REQUIRES: bytes do not go back from call to call.
  std::size_t At(std::size_t byte) {
    for (; byte_ < byte; ++byte_) {
      if (!base::ContinuesUtf8(text_[byte_])) ++characters_;
    }
    return characters_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t characters_ = 0;
};

/// Appends the tokens of `text` to an array of arrays, and returns how many they are. Written by
/// hand, as a document of JSON would take many times the memory of its text.
std::size_t AppendTokens(const Model& model, std::string_view text, bool special, std::size_t limit,
                         std::string& out) {
  const std::vector<Token> tokens = model.Tokenize(text, special, limit);
  CharacterCounter counter(text);
  out += '[';
  for (const Token& token : tokens) {
    if (out.back() != '[') out += ',';
    fmt::format_to(std::back_inserter(out), R"({{"id":{},"text":{},"special":{},)", token.id,
                   Dump(token.text), token.special);
    if (token.special) {
      out += R"("start":null,"stop":null})";
      continue;
    }
    const std::size_t start = counter.At(token.range.begin);
    fmt::format_to(std::back_inserter(out), R"("start":{},"stop":{}}})", start,
                   counter.At(token.range.end));
  }
  out += ']';
  return tokens.size();
}

http::Response Tokenize(const Service& service, const http::Request& request) {
  const json body = ParseObject(request.body);
  const auto model = ModelOf(service, body);
  const bool special = BoolMember(body, "add_special_tokens").value_or(true);
  if (Member(body, "prompt_name") != nullptr) {
    throw FieldError(422, "prompt_name", "the model has no prompts; put it before the text");
  }
  std::string all = "[";
  std::size_t left = kMostTokens;
  for (const Input& input : Inputs(Member(body, "inputs"), "inputs", service.settings.items)) {
    const auto* const text = std::get_if<std::string>(&input);
    if (text == nullptr) throw FieldError(422, "inputs", "a text is a string here");
    if (all.size() > 1) all += ',';
    const std::size_t tokens = AppendTokens(*model, *text, special, left, all);
    left -= std::min(left, tokens);
  }
  all += ']';
  return {.body = std::move(all)};
}

http::Response Info(const Service& service, const http::Request& request) {
  const auto model = ModelNamed(service, request.Parameter("model"));
  const ModelInfo& info = model->info();
  const ServeSettings& settings = service.settings;
  return JsonResponse({{"model_id", info.name},
                       {"model_sha", nullptr},
                       {"model_dtype", PrecisionName(info.precision)},
                       {"served_model_name", info.name},
                       {"model_type", {{"embedding", {{"pooling", info.pooling}}}}},
                       {"max_concurrent_requests", settings.requests},
                       {"max_input_length", info.max_tokens},
                       {"max_batch_tokens", settings.batch_tokens},
                       {"max_batch_requests", nullptr},
                       {"max_client_batch_size", std::min(settings.items, MostVectors(info.dim))},
                       {"auto_truncate", settings.cut},
                       {"tokenization_workers", 2},
                       {"version", FIRTH_VERSION},
                       {"sha", nullptr},
                       {"docker_label", nullptr},
                       {"kind", info.kind},
                       {"dimensions", info.dim}});
}

}  // namespace

void AddTeiRoutes(http::Router& router, const Service& service) {
  for (const bool pieces : {false, true}) {
    router.AddAsync("POST", pieces ? "/embed_all" : "/embed",
                    [&service, pieces](const RequestPointer& request, const http::Reply& reply) {
                      EmbedTexts(service, pieces, request, reply);
                    });
  }
  router.AddAsync("POST", "/similarity",
                  [&service](const RequestPointer& request, const http::Reply& reply) {
                    Similarity(service, request, reply);
                  });
  router.Add("POST", "/tokenize",
             [&service](const http::Request& request) { return Tokenize(service, request); });
  router.Add("GET", "/info",
             [&service](const http::Request& request) { return Info(service, request); });
}

}  // namespace firth::server
