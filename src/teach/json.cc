#include "teach/json.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace firth::teach {

Json Number(float number) {
  if (!std::isfinite(number)) return nullptr;
  // JSON numbers are doubles: the double nearest to the float's shortest digits has those digits.
  return std::stod(fmt::format("{}", number));
}

Json NumbersOf(MatrixView rows) {
  Json json = Json::array();
  for (std::uint32_t i = 0; i < rows.rows; ++i) {
    Json& row = json.emplace_back(Json::array());
    for (const float number : rows.Row(RowId{i})) row.push_back(Number(number));
  }
  return json;
}

}  // namespace firth::teach
