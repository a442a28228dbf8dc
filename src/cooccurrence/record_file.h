/// The records of a file, one by one.
#pragma once

#include <cstdint>
#include <stop_token>

#include "base/little_endian.h"
#include "cooccurrence/record.h"
#include "formats/source.h"

namespace firth::cooccurrence {

/// Whether a count can be one: above 0, and finite and not lost where a tile keeps it as a float.
bool IsCount(double count);

/// Threads: all const functions may be called by several.
class RecordFile {
 public:
  /// Throws Error: kInput when it is empty, kFormat when the last record is cut.
  explicit RecordFile(formats::Source source);

  std::uint64_t size() const { return source_.bytes.size() / sizeof(Record); }
  /// REQUIRES: i < size().
  Record operator[](std::uint64_t i) const {
    return base::LoadLittleEndian<Record>(source_.bytes.data() + i * sizeof(Record));
  }

  /// Looks at all records, with so many threads. True when each stands behind the one before, by
  /// row and column. Throws Error(kFormat), with the place of the first that is no cell of a matrix
  /// of `words` x `words`, or has no IsCount. The answer means nothing once `stop` is requested.
  bool Check(std::uint64_t words, unsigned threads, const std::stop_token& stop) const;

  /// A record once more. Throws Error(kFormat) when it is no such cell any more: the file is
  /// changed while it is read. REQUIRES: i < size().
  Record Checked(std::uint64_t i, std::uint64_t words) const;

  /// The first record that is not before this row (from 0). REQUIRES: Check returned true.
  std::uint64_t FirstOf(std::uint32_t row) const;

 private:
  formats::Source source_;
};

}  // namespace firth::cooccurrence
