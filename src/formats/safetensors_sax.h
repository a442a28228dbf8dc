/// The JSON of a safetensors header, event by event: no tree is built, no depth beyond the format's
/// is followed, and every key is seen, also one that stands twice.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "formats/safetensors_header.h"

namespace firth::formats {

/// For nlohmann::json::sax_parse. Each event returns false to stop; problem() then says why.
class SafetensorsSax : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Unexpected(); }
  bool boolean(bool) override { return Unexpected(); }
  bool number_integer(number_integer_t) override { return Unexpected(); }
  bool number_unsigned(number_unsigned_t value) override;
  bool number_float(number_float_t, const string_t&) override { return Unexpected(); }
  bool string(string_t& value) override;
  bool binary(binary_t&) override { return Unexpected(); }
  bool start_object(std::size_t) override;
  bool key(string_t& name) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override;
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override;

  /// Continues "the header ...".
  const std::string& problem() const { return problem_; }
  SafetensorsHeader Take() && { return std::move(header_); }

 private:
  enum class Place { kStart, kTop, kMetadata, kTensor, kShape, kOffsets, kEnd };

  bool Problem(std::string problem);
  bool Unexpected();

  SafetensorsHeader header_;
  Place place_ = Place::kStart;
  std::string name_;   ///< the key at the top: a tensor's name or "__metadata__"
  std::string field_;  ///< the key below it
  bool metadata_seen_ = false;
  bool has_dtype_ = false;
  bool has_shape_ = false;
  std::vector<std::uint64_t> offsets_;
  bool has_offsets_ = false;
  std::string problem_;
};

}  // namespace firth::formats
