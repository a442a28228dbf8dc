#include "nn/ids.h"

#include <fmt/format.h>

#include <limits>
#include <string>

#include "firth/error.h"

namespace firth::nn {

std::size_t Size(const Ids& ids) {
  return std::visit([](auto span) { return span.size(); }, ids);
}

std::vector<std::uint32_t> CheckedIds(const Ids& ids, std::size_t limit, std::string_view what) {
  if (Size(ids) >= std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorKind::kInput, fmt::format("{} ids in one batch: cut it up", Size(ids)));
  }
  std::vector<std::uint32_t> checked;
  checked.reserve(Size(ids));
  std::visit(
      [&](auto span) {
        for (const auto id : span) {
          if (id < 0 || static_cast<std::uint64_t>(id) >= limit) {
            throw Error(ErrorKind::kInput,
                        fmt::format("{} id {} at place {} is out of range: ids are 0 to {}", what,
                                    id, checked.size(), static_cast<std::int64_t>(limit) - 1));
          }
          checked.push_back(static_cast<std::uint32_t>(id));
        }
      },
      ids);
  return checked;
}

void RequireSize(std::string_view what, std::size_t got, std::size_t wanted) {
  if (got == wanted) return;
  throw Error(ErrorKind::kInput, fmt::format("{} has {} numbers, not {}", what, got, wanted));
}

}  // namespace firth::nn
