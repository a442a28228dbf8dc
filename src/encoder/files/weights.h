/// The named weights of a model.safetensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/safetensors_header.h"
#include "formats/source.h"

namespace firth::encoder {

/// Float32 weights are where the file is mapped; others, and such as are not aligned there, are
/// copies.
class Weights {
 public:
  /// Throws Error: kNotFound, kIo, kFormat.
  explicit Weights(const std::string& path);

  /// The names of the model's own tensors begin behind such a prefix ("bert."). Throws
  /// Error(kFormat) when no tensor ends with `name`.
  void FindPrefix(std::string_view name);

  bool Has(std::string_view name) const;
  /// Of a matrix, the numbers in a row. Throws Error(kFormat) when there is no such matrix.
  std::size_t Columns(std::string_view name) const;
  /// The tensor's numbers, row by row; they live as long as this. Throws Error(kFormat) when there
  /// is no such tensor, or it has another shape or a type other than F32, F16 and BF16.
  const float* Get(std::string_view name, const std::vector<std::uint64_t>& shape);

  /// Gives back the memory of a tensor whose numbers are needed no more.
  void GiveBack(std::string_view name);

  /// Numbers handed out so far.
  std::size_t parameters() const { return parameters_; }

 private:
  /// The tensor, under its whole name. Throws Error(kFormat).
  const std::pair<const std::string, formats::Tensor>& Find(std::string_view name) const;
  const float* Converted(const formats::Tensor& tensor, const std::string& name, std::size_t count);

  formats::Source source_;
  formats::SafetensorsHeader header_;
  std::string prefix_;
  std::map<std::string, std::unique_ptr<float[]>> copies_;  ///< by whole name
  std::size_t parameters_ = 0;
};

}  // namespace firth::encoder
