#include "server/json_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "base/base64.h"
#include "base/little_endian.h"
#include "http/json.h"

namespace firth::server {
namespace {

using http::HttpError;

/// Deeper than any request, far less than what makes much memory of little text.
constexpr std::size_t kDepth = 16;
/// 2,048 texts of 512 token ids each, with their brackets. A value takes 16 bytes, however short.
constexpr std::size_t kValues = 1'200'000;
/// Members of objects: far more than any request has, each taking a hundred bytes.
constexpr std::size_t kMembers = 1000;
/// Characters of a number: reading one takes the square of its length.
constexpr std::size_t kNumber = 64;

/// Throws HttpError(400) for a text that costs much more than it is long. It looks at brackets,
/// commas and digits outside strings alone: whether the text is JSON, the parser finds out.
class CostCheck {
 public:
  void Check(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') {
        i = EndOfString(text, i);
        number_ = 0;
      } else {
        See(text[i]);
      }
    }
  }

 private:
  static std::size_t EndOfString(std::string_view text, std::size_t quote) {
    std::size_t i = text.find_first_of("\"\\", quote + 1);
    while (i < text.size() && text[i] == '\\') i = text.find_first_of("\"\\", i + 2);
    return std::min(i, text.size());
  }

  void See(char c) {
    const bool opens = c == '[' || c == '{';
    const bool ends = c == ',' || c == ':' || c == ']' || c == '}' || opens;
    number_ = ends || c == ' ' || c == '\n' || c == '\r' || c == '\t' ? 0 : number_ + 1;
    depth_ += opens ? 1U : 0U;
    depth_ -= (c == ']' || c == '}') && depth_ > 0 ? 1U : 0U;
    values_ += ends ? 1U : 0U;
    if (depth_ > kDepth) throw HttpError(400, "the JSON is nested too deep");
    members_ += c == ':' ? 1U : 0U;
    if (members_ > kMembers) throw HttpError(400, "the JSON has too many members");
    if (values_ > kValues) throw HttpError(400, "the JSON has too many values");
    if (number_ > kNumber) throw HttpError(400, "the JSON has a number that is too long");
  }

  std::size_t depth_ = 0;
  std::size_t values_ = 0;
  std::size_t members_ = 0;
  std::size_t number_ = 0;
};

/// JSON knows one kind of number, so that 1.0 is a whole one (JSON Schema says so too).
std::optional<std::uint64_t> WholeOf(const json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  if (!value.is_number_float()) return std::nullopt;
  constexpr double kMost = 0x1p53;  // beyond it a double does not know which number it is
  const auto number = value.get<double>();
  if (!(number >= 0 && number <= kMost) || number != std::floor(number)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

/// A token, or a text.
std::uint32_t IdOf(const json& value, std::string_view name) {
  const auto id = WholeOf(value);
  if (id && *id <= std::numeric_limits<std::uint32_t>::max())
    return static_cast<std::uint32_t>(*id);
  throw FieldError(422, name, "an id is a whole number of 0 or more");
}

Input OneInput(const json& value, std::string_view name) {
  if (value.is_string() || value.is_array()) {
    if (value.empty() || (value.is_string() && value.get_ref<const std::string&>().empty())) {
      throw FieldError(400, name, "a text is empty");
    }
    if (value.is_string()) return value.get<std::string>();
    return IdsOf(value, name);
  }
  throw FieldError(422, name, "a text is a string or an array of token ids");
}

}  // namespace

json ParseObject(std::string_view body) {
  CostCheck().Check(body);
  json parsed;
  try {
    parsed = json::parse(body);
  } catch (const json::exception&) {
    // What the parser says names pieces of the text.
    throw HttpError(400, "the body is not JSON in UTF-8");
  }
  if (!parsed.is_object()) throw HttpError(400, "the body is no JSON object");
  return parsed;
}

const json* Member(const json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> TextMember(const json& object, std::string_view name) {
  const json* const member = Member(object, name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_string()) throw FieldError(422, name, "not a string");
  return member->get<std::string>();
}

std::optional<bool> BoolMember(const json& object, std::string_view name) {
  const json* const member = Member(object, name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_boolean()) throw FieldError(422, name, "not true or false");
  return member->get<bool>();
}

std::optional<std::size_t> CountMember(const json& object, std::string_view name) {
  const json* const member = Member(object, name);
  if (member == nullptr) return std::nullopt;
  const auto count = WholeOf(*member);
  if (!count || *count == 0) throw FieldError(422, name, "not a whole number of 1 or more");
  return *count;
}

std::vector<std::uint32_t> IdsOf(const json& value, std::string_view name) {
  std::vector<std::uint32_t> ids;
  ids.reserve(value.size());
  for (const json& id : value) ids.push_back(IdOf(id, name));
  return ids;
}

std::vector<Input> Inputs(const json* value, std::string_view name, std::size_t limit) {
  if (value == nullptr) throw FieldError(422, name, "it is missing");
  std::vector<Input> inputs;
  const bool one = !value->is_array() || (!value->empty() && value->front().is_number());
  if (one) {
    inputs.push_back(OneInput(*value, name));
    return inputs;
  }
  if (value->empty()) throw FieldError(400, name, "there is no text");
  if (value->size() > limit) {
    throw FieldError(422, name,
                     fmt::format("{} texts at once; {} is the most", value->size(), limit));
  }
  for (const json& text : *value) inputs.push_back(OneInput(text, name));
  return inputs;
}

std::string Dump(const json& value) { return http::JsonText(value); }

http::Response JsonResponse(const json& value, unsigned status) {
  return {.status = status, .body = Dump(value)};
}

std::size_t TextBytesOf(const Embedded& embedded) {
  std::size_t numbers = 0;
  for (const Matrix& matrix : embedded.vectors) numbers += matrix.rows() * matrix.columns();
  return TextBytes(numbers);
}

void AppendNumbers(std::span<const float> numbers, std::string& out) {
  out += '[';
  for (const float number : numbers) {
    if (out.back() != '[') out += ',';
    fmt::format_to(std::back_inserter(out), "{}", number);
  }
  out += ']';
}

std::string Base64Of(std::span<const float> numbers) {
  std::string bytes;
  bytes.reserve(numbers.size() * sizeof(float));
  for (const float number : numbers) base::AppendLittleEndian(bytes, number);
  return base::Base64(bytes);
}

}  // namespace firth::server
