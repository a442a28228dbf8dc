#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "firth/encoder.h"
#include "firth/error.h"

namespace firth {
namespace {

constexpr std::pair<Precision, std::string_view> kNames[] = {
    {Precision::kFloat32, "float32"}, {Precision::kBFloat16, "bf16"}, {Precision::kInt8, "int8"}};

}  // namespace

std::string_view PrecisionName(Precision precision) {
  return std::ranges::find(kNames, precision, &std::pair<Precision, std::string_view>::first)
      ->second;
}

Precision PrecisionNamed(std::string_view name) {
  const auto* const found =
      std::ranges::find(kNames, name, &std::pair<Precision, std::string_view>::second);
  if (found != std::end(kNames)) return found->first;
  throw Error(ErrorKind::kSettings,
              fmt::format("precision: {} is not one of float32, bf16 and int8", name));
}

}  // namespace firth
