/// Signals that would end the command without a word.
#pragma once

namespace firth::cli {

/// A file that becomes shorter while it is mapped (SIGBUS) ends the command with a line that names
/// it and exit code 1. A limit on the size of files (SIGXFSZ) becomes an error of the write that
/// meets it. Call it once, first of all.
void ExplainSignals();

}  // namespace firth::cli
