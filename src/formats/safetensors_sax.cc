#include "formats/safetensors_sax.h"

#include <fmt/format.h>

#include <utility>

#include "formats/source.h"

namespace firth::formats {
namespace {

constexpr std::string_view kMetadataKey = "__metadata__";
/// firth writes five. A file with more than so many is some other model.
constexpr std::size_t kMaxTensors = 10'000;
constexpr std::size_t kMaxRank = 16;

}  // namespace

bool SafetensorsSax::Problem(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

bool SafetensorsSax::Unexpected() {
  return Problem(fmt::format("holds an unexpected value at {}", Quoted(name_)));
}

bool SafetensorsSax::number_unsigned(number_unsigned_t value) {
  if (place_ == Place::kShape) {
    auto& shape = header_.tensors[name_].shape;
    shape.push_back(value);
    return shape.size() <= kMaxRank || Unexpected();
  }
  if (place_ == Place::kOffsets) {
    offsets_.push_back(value);
    return offsets_.size() <= 2 || Unexpected();
  }
  return Unexpected();
}

bool SafetensorsSax::string(string_t& value) {
  if (place_ == Place::kMetadata) {
    if (header_.metadata.try_emplace(field_, std::move(value)).second) return true;
    return Problem(fmt::format("has the key {} twice", Quoted(field_)));
  }
  if (place_ != Place::kTensor || field_ != "dtype") return Unexpected();
  header_.tensors[name_].dtype = std::move(value);
  has_dtype_ = true;
  return true;
}

bool SafetensorsSax::start_object(std::size_t) {
  if (place_ == Place::kStart) {
    place_ = Place::kTop;
    return true;
  }
  if (place_ != Place::kTop) return Unexpected();
  place_ = name_ == kMetadataKey ? Place::kMetadata : Place::kTensor;
  has_dtype_ = has_shape_ = has_offsets_ = false;
  return true;
}

bool SafetensorsSax::key(string_t& name) {
  if (place_ == Place::kTop) {
    name_ = std::move(name);
    if (name_ == kMetadataKey) {
      if (!std::exchange(metadata_seen_, true)) return true;
    } else if (header_.tensors.size() >= kMaxTensors) {
      return Problem(fmt::format("names more than {} tensors", kMaxTensors));
    } else if (header_.tensors.try_emplace(name_).second) {
      return true;
    }
    return Problem(fmt::format("has the key {} twice", Quoted(name_)));
  }
  field_ = std::move(name);
  if (place_ == Place::kMetadata) return true;
  const bool twice = (field_ == "dtype" && has_dtype_) || (field_ == "shape" && has_shape_) ||
                     (field_ == "data_offsets" && has_offsets_);
  return !twice || Problem(fmt::format("has the key {} twice", Quoted(field_)));
}

bool SafetensorsSax::end_object() {
  if (place_ == Place::kTop) {
    place_ = Place::kEnd;
    return true;
  }
  if (place_ == Place::kTensor && !(has_dtype_ && has_shape_ && has_offsets_)) {
    return Problem(fmt::format("lacks type, shape or place of tensor {}", Quoted(name_)));
  }
  place_ = Place::kTop;
  return true;
}

bool SafetensorsSax::start_array(std::size_t) {
  if (place_ != Place::kTensor) return Unexpected();
  if (field_ == "shape") {
    place_ = Place::kShape;
    has_shape_ = true;
    return true;
  }
  if (field_ != "data_offsets") return Unexpected();
  place_ = Place::kOffsets;
  offsets_.clear();
  has_offsets_ = true;
  return true;
}

bool SafetensorsSax::end_array() {
  if (place_ == Place::kOffsets) {
    if (offsets_.size() != 2) return Unexpected();
    header_.tensors[name_].begin = offsets_[0];
    header_.tensors[name_].end = offsets_[1];
  }
  place_ = Place::kTensor;
  return true;
}

bool SafetensorsSax::parse_error(std::size_t position, const std::string&,
                                 const nlohmann::json::exception&) {
  return Problem(fmt::format("is not JSON: error at its byte {}", position));
}

}  // namespace firth::formats
