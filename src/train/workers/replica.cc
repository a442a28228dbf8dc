#include "train/workers/replica.h"

#include <algorithm>
#include <bit>

namespace firth::train {

ReplicatedMatrix::ReplicatedMatrix(const StoredRows& matrix, std::size_t rows)
    : matrix_(matrix),
      rows_(std::min(rows, matrix.rows())),
      stripes_((rows_ + kStripeRows - 1) / kStripeRows) {}

MatrixReplica::MatrixReplica(ReplicatedMatrix& shared, std::uint64_t seed)
    : shared_(shared),
      copies_(shared.rows(), shared.matrix().columns()),
      origins_(shared.rows(), shared.matrix().columns()),
      scratch_(shared.matrix().MakeScratch(seed)) {}

template <class Visit>
void MatrixReplica::ForEachLocked(std::size_t begin, std::size_t end, const Visit& visit) {
  constexpr std::size_t kStripe = ReplicatedMatrix::kStripeRows;
  const std::size_t last = std::min(end, shared_.rows());
  while (begin < last) {
    const std::size_t stripe = begin / kStripe;
    const std::size_t stop = std::min(last, (stripe + 1) * kStripe);
    const std::scoped_lock lock(shared_.stripes_[stripe]);
    for (; begin < stop; ++begin) {
      const RowId row{static_cast<std::uint32_t>(begin)};
      visit(row, copies_.MutableRowData(row), origins_.MutableRowData(row));
    }
  }
}

void MatrixReplica::Load(std::size_t begin, std::size_t end) {
  const std::size_t columns = copies_.stride();
  ForEachLocked(begin, end, [&](RowId row, float* copy, float* origin) {
    std::copy_n(shared_.matrix_.Open(row, scratch_), columns, copy);
    std::copy_n(copy, columns, origin);
  });
}

void MatrixReplica::Merge(std::size_t begin, std::size_t end, float share) {
  const std::size_t columns = copies_.stride();
  const StoredRows& matrix = shared_.matrix_;
  ForEachLocked(begin, end, [&](RowId id, float* __restrict copy, float* __restrict origin) {
    float* const row = matrix.Open(id, scratch_);
    for (std::size_t c = 0; c < columns; ++c) {
      const float merged = row[c] + share * (copy[c] - origin[c]);
      row[c] = copy[c] = origin[c] = merged;
    }
    if (!matrix.Close(id, scratch_)) return;
    std::copy_n(row, columns, copy);
    std::copy_n(row, columns, origin);
  });
}

std::size_t MergeClock::DueRows() {
  ++blocks_;
  if (blocks_ % settings_.interval != 0) return 0;
  const std::uint64_t round = blocks_ / settings_.interval;
  const std::uint64_t longest =
      std::bit_floor(std::max<std::uint64_t>(1, settings_.longest / settings_.interval));
  if (round % longest == 0) return settings_.rows;
  return kMostUsed << std::countr_zero(round);
}

Replica::Replica(ReplicatedModel& shared, std::uint64_t number)
    : settings_(shared.settings),
      input_(shared.input, number),
      output_(shared.output, ~number),
      clock_(shared.settings) {}

void Replica::Load() {
  input_.Load(0, settings_.rows);
  output_.Load(0, settings_.rows);
}

void Replica::AfterBlock() { Merge(clock_.DueRows()); }

void Replica::MergeAll() { Merge(settings_.rows); }

void Replica::Merge(std::size_t rows) {
  const float share = std::min(1.0F, 2.0F / static_cast<float>(settings_.replicas));
  input_.Merge(0, rows, share);
  output_.Merge(0, rows, share);
}

}  // namespace firth::train
