/// Numbers as pages and programs read them.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>

#include "firth/matrix.h"

namespace firth::teach {

using Json = nlohmann::ordered_json;

/// With the fewest digits that read back as the same float; null when it is not finite.
Json Number(float number);
/// [[...], ...]
Json NumbersOf(MatrixView rows);

}  // namespace firth::teach
