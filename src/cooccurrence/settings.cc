#include <fmt/format.h>

#include "firth/cooccurrence.h"
#include "firth/error.h"

namespace firth {

void Validate(const CooccurrenceSettings& settings) {
  constexpr std::size_t kWidest = 1000;
  if (settings.window >= 1 && settings.window <= kWidest) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("--window is {}, but must be from 1 to {}", settings.window, kWidest));
}

}  // namespace firth
