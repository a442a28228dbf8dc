#include <fmt/format.h>

#include <utility>

#include "firth/error.h"
#include "firth/subwords.h"

namespace firth {

KeptBuckets::KeptBuckets(std::vector<std::uint32_t> buckets) : buckets_(std::move(buckets)) {
  rows_.reserve(buckets_.size());
  for (std::uint32_t row = 0; row < buckets_.size(); ++row) {
    if (rows_.emplace(buckets_[row], row).second) continue;
    throw Error(ErrorKind::kFormat,
                fmt::format("bucket {} of n-grams has two rows", buckets_[row]));
  }
}

}  // namespace firth
