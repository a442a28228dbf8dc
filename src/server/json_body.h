/// Requests and answers as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "server/errors.h"
#include "server/model.h"

namespace firth::server {

using nlohmann::json;

/// An object's text. Throws HttpError(400): no JSON, broken UTF-8, no object, nested too deep, or
/// more values than memory for them is to be had, or too many members.
json ParseObject(std::string_view body);

/// The member `name`, or null when it is not there or null.
const json* Member(const json& object, std::string_view name);
/// Throw FieldError(422) when the member is of another kind.
std::optional<std::string> TextMember(const json& object, std::string_view name);
std::optional<bool> BoolMember(const json& object, std::string_view name);
std::optional<std::size_t> CountMember(const json& object, std::string_view name);

/// "a", ["a", "b"], [1, 2] (one text's tokens) or [[1, 2], [3]]. Throws FieldError: 400 when it
/// is empty, 422 when it is another thing or has more than `limit` texts.
std::vector<Input> Inputs(const json* value, std::string_view name, std::size_t limit);

/// Whole numbers. REQUIRES: an array. Throws FieldError(422) when one is another thing.
std::vector<std::uint32_t> IdsOf(const json& value, std::string_view name);

/// JSON that is no broken UTF-8, whatever `value` holds.
std::string Dump(const json& value);
http::Response JsonResponse(const json& value, unsigned status = 200);

/// Bytes of so many numbers as text, at most: a string that grows takes three times as much
/// meanwhile.
constexpr std::size_t TextBytes(std::size_t numbers) { return 16 * numbers; }
std::size_t TextBytesOf(const Embedded& embedded);

/// Appends [0.1,-2]: the shortest numbers that read back to the same float.
void AppendNumbers(std::span<const float> numbers, std::string& out);
/// Base64 (RFC 4648) of the numbers as little-endian float32.
std::string Base64Of(std::span<const float> numbers);

}  // namespace firth::server
