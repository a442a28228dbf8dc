/// Whether files are still what they were.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace firth::corpus {

/// A number of the files' order, sizes, times of change and of samples of their bytes: it is
/// another one when a file was changed, as far as these tell. Throws Error: kNotFound, kIo.
std::uint64_t FingerprintOf(std::span<const std::string> files);

}  // namespace firth::corpus
