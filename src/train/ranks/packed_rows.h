/// Some rows of a list in a message: one bit a row of the list, then the numbers of those that are
/// there. What the list is, both sides know.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "train/ranks/exchange_plan.h"
#include "train/ranks/message.h"
#include "train/ranks/wire.h"

namespace firth::train {

/// The rows of `ranges` that rank `owner` adds up: every `ranks`th one.
class OwnedRows {
 public:
  OwnedRows(const std::vector<RowRange>& ranges, std::size_t rows, std::size_t owner,
            std::size_t ranks)
      : ranges_(ranges), rows_(rows), owner_(owner), ranks_(ranks) {}

  /// Calls visit(row) for each, in ascending order.
  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (const RowRange& range : ranges_) {
      const std::size_t end = range.end < rows_ ? range.end : rows_;
      const std::size_t past = (range.begin + ranks_ - owner_) % ranks_;
      for (std::size_t row = range.begin + (ranks_ - past) % ranks_; row < end; row += ranks_) {
        visit(row);
      }
    }
  }
  std::size_t Count() const {
    std::size_t count = 0;
    ForEach([&count](std::size_t /*row*/) { ++count; });
    return count;
  }

 private:
  const std::vector<RowRange>& ranges_;
  std::size_t rows_;  ///< of the matrix, which may have fewer than the ranges say
  std::size_t owner_;
  std::size_t ranks_;
};

/// Appends rows to a message, one call a row of the list.
class RowPacker {
 public:
  RowPacker(std::string& message, std::size_t rows, std::size_t columns, WireFormat wire)
      : message_(message), columns_(columns), wire_(wire), bits_(message.size()) {
    message_.reserve(bits_ + (rows + 7) / 8 + rows * columns * BytesOf(wire));
    message_.append((rows + 7) / 8, '\0');
  }

  void Skip() { ++row_; }
  /// Returns where the numbers are now.
  const char* Put(const float* numbers) {
    message_[bits_ + row_ / 8] = static_cast<char>(message_[bits_ + row_ / 8] | 1 << row_ % 8);
    ++row_;
    AppendNumbers(message_, numbers, columns_, wire_);
    return message_.data() + message_.size() - columns_ * BytesOf(wire_);
  }

 private:
  std::string& message_;
  std::size_t columns_;
  WireFormat wire_;
  std::size_t bits_;  ///< where they begin
  std::size_t row_ = 0;
};

/// Reads what RowPacker wrote, one call a row of the list.
class RowUnpacker {
 public:
  RowUnpacker(MessageReader& reader, std::size_t rows, std::size_t columns, WireFormat wire)
      : reader_(reader), bytes_(columns * BytesOf(wire)), bits_(reader.Take((rows + 7) / 8)) {}

  /// The numbers of the next row; null when it is not there. Throws Error(kFormat).
  const char* Next() {
    const bool there = (static_cast<unsigned char>(bits_[row_ / 8]) >> row_ % 8 & 1) != 0;
    ++row_;
    return there ? reader_.Take(bytes_).data() : nullptr;
  }

 private:
  MessageReader& reader_;
  std::size_t bytes_;
  std::string_view bits_;
  std::size_t row_ = 0;
};

}  // namespace firth::train
