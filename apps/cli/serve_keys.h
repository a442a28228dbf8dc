/// The keys of `firth serve`.
#pragma once

#include <string>
#include <vector>

namespace firth::cli {

/// Those of the file, one a line, and those of `environment`, with commas between them; blanks
/// around a key, empty lines and those that begin with # do not count. `file` may be empty and
/// `environment` null. Throws Error: kNotFound, kIo; kInput when there is a source without a key,
/// which would leave the server open to all.
std::vector<std::string> ReadApiKeys(const std::string& file, const char* environment);

}  // namespace firth::cli
