#include "nn/ids.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <type_traits>

#include "firth/error.h"

namespace firth::nn {
namespace {

/// The place of the first id that is not below `limit`, or the number of ids. Looks for the largest
/// first, without branches: almost always all are inside.
template <class Id>
std::size_t FirstOutside(std::span<const Id> ids, std::size_t limit) {
  using Unsigned = std::make_unsigned_t<Id>;  // a negative id becomes a large one
  Unsigned largest = 0;
  for (const Id id : ids) largest = std::max(largest, static_cast<Unsigned>(id));
  if (ids.empty() || largest < limit) return ids.size();
  const auto outside = [&](Id id) { return static_cast<Unsigned>(id) >= limit; };
  return static_cast<std::size_t>(std::ranges::find_if(ids, outside) - ids.begin());
}

}  // namespace

std::size_t Size(const Ids& ids) {
  return std::visit([](auto span) { return span.size(); }, ids);
}

std::vector<std::uint32_t> CheckedIds(const Ids& ids, std::size_t limit, std::string_view what) {
  if (Size(ids) >= std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorKind::kInput, fmt::format("{} ids in one batch: cut it up", Size(ids)));
  }
  return std::visit(
      [&](auto span) {
        const std::size_t outside = FirstOutside(span, limit);
        if (outside < span.size()) {
          throw Error(ErrorKind::kInput,
                      fmt::format("{} id {} at place {} is out of range: ids are 0 to {}", what,
                                  span[outside], outside, static_cast<std::int64_t>(limit) - 1));
        }
        return std::vector<std::uint32_t>(span.begin(), span.end());
      },
      ids);
}

void RequireSize(std::string_view what, std::size_t got, std::size_t wanted) {
  if (got == wanted) return;
  throw Error(ErrorKind::kInput, fmt::format("{} has {} numbers, not {}", what, got, wanted));
}

}  // namespace firth::nn
