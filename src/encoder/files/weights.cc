#include "encoder/files/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstring>

#include "base/bfloat16.h"
#include "base/mapped_file.h"
#include "firth/error.h"

namespace firth::encoder {
namespace {

/// IEEE 754 half precision.
float FromFloat16(std::uint16_t bits) {
  const int exponent = (bits >> 10U) & 0x1F;
  const int fraction = bits & 0x3FF;
  float value = 0;
  if (exponent == 0) {
    value = std::ldexp(static_cast<float>(fraction), -24);
  } else if (exponent == 31) {
    value = fraction == 0 ? INFINITY : NAN;
  } else {
    value = std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  }
  return (bits & 0x8000U) != 0 ? -value : value;
}

std::string Shape(const std::vector<std::uint64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

}  // namespace

Weights::Weights(const std::string& path)
    : source_(formats::OpenSource(path)), header_(formats::ParseSafetensorsHeader(source_)) {}

void Weights::FindPrefix(std::string_view name) {
  for (const auto& [key, tensor] : header_.tensors) {
    if (!key.ends_with(name)) continue;
    prefix_ = key.substr(0, key.size() - name.size());
    return;
  }
  formats::Fail(source_, fmt::format("holds no tensor {}: these are no weights of a BERT", name));
}

bool Weights::Has(std::string_view name) const {
  return header_.tensors.contains(prefix_ + std::string(name));
}

const std::pair<const std::string, formats::Tensor>& Weights::Find(std::string_view name) const {
  const auto found = header_.tensors.find(prefix_ + std::string(name));
  if (found == header_.tensors.end()) {
    formats::Fail(source_, fmt::format("lacks the tensor {}{}", prefix_, name));
  }
  return *found;
}

std::size_t Weights::Columns(std::string_view name) const {
  const auto& [whole_name, tensor] = Find(name);
  if (tensor.shape.size() != 2) {
    formats::Fail(source_, fmt::format("the tensor {} has the shape {}: a matrix is expected",
                                       whole_name, Shape(tensor.shape)));
  }
  return tensor.shape[1];
}

const float* Weights::Get(std::string_view name, const std::vector<std::uint64_t>& shape) {
  const auto& [whole_name, tensor] = Find(name);
  if (tensor.shape != shape) {
    formats::Fail(source_,
                  fmt::format("the tensor {} has the shape {}, but the other files ask for {}",
                              whole_name, Shape(tensor.shape), Shape(shape)));
  }
  std::size_t count = 1;
  for (const std::uint64_t extent : shape) count *= extent;
  parameters_ += count;
  const char* const bytes = source_.bytes.data() + header_.data_start + tensor.begin;
  const bool aligned = reinterpret_cast<std::uintptr_t>(bytes) % alignof(float) == 0;
  if (tensor.dtype == "F32" && aligned) return reinterpret_cast<const float*>(bytes);
  return Converted(tensor, whole_name, count);
}

void Weights::GiveBack(std::string_view name) {
  const auto& [whole_name, tensor] = Find(name);
  base::ForgetMapped(source_.bytes.data() + header_.data_start + tensor.begin,
                     tensor.end - tensor.begin);
  copies_.erase(whole_name);
}

const float* Weights::Converted(const formats::Tensor& tensor, const std::string& name,
                                std::size_t count) {
  if (const auto found = copies_.find(name); found != copies_.end()) return found->second.get();
  const char* const bytes = source_.bytes.data() + header_.data_start + tensor.begin;
  auto copy = std::make_unique_for_overwrite<float[]>(count);
  if (tensor.dtype == "F32") {
    std::memcpy(copy.get(), bytes, count * sizeof(float));
  } else if (tensor.dtype == "F16" || tensor.dtype == "BF16") {
    const auto convert = tensor.dtype == "F16" ? FromFloat16 : base::FromBFloat16;
    for (std::size_t i = 0; i < count; ++i) {
      std::uint16_t bits = 0;
      std::memcpy(&bits, bytes + i * sizeof bits, sizeof bits);
      copy[i] = convert(bits);
    }
  } else {
    formats::Fail(source_, fmt::format("the tensor {} is of type {}; F32, F16 and BF16 can be used",
                                       name, tensor.dtype));
  }
  return (copies_[name] = std::move(copy)).get();
}

}  // namespace firth::encoder
