/// A folder's JSON files, field by field: each that is missing or of another kind is named.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/source.h"

namespace firth::encoder {

/// The file's content.
class JsonFile {
 public:
  /// Throws Error: kNotFound, kIo, kFormat.
  explicit JsonFile(const std::string& path);
  /// Throws Error(kFormat).
  explicit JsonFile(const formats::Source& source);

  const std::string& path() const { return path_; }
  const nlohmann::json& root() const { return root_; }

  /// Throw Error(kFormat) naming the field when it is of another kind; the first when it is missing
  /// as well.
  std::size_t Size(std::string_view field) const;
  std::optional<std::size_t> SizeIfThere(std::string_view field) const;
  std::optional<std::string> TextIfThere(std::string_view field) const;
  std::optional<bool> BoolIfThere(std::string_view field) const;
  std::optional<double> NumberIfThere(std::string_view field) const;

  /// Throws Error(kFormat) about this file.
  [[noreturn]] void Fail(const std::string& message) const;

 private:
  /// Null when it is missing, or null in the file.
  const nlohmann::json* Find(std::string_view field) const;

  std::string path_;
  nlohmann::json root_;
};

/// `json` as an object's member `field`; null when there is none.
const nlohmann::json* MemberOf(const nlohmann::json& json, std::string_view field);

}  // namespace firth::encoder
