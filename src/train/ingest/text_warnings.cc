#include "train/ingest/text_warnings.h"

#include <fmt/format.h>

namespace firth::train {

void ReportWarnings(const TextWarnings& warnings, const TrainObserver& observer) {
  if (!observer.warning) return;
  if (warnings.invalid_utf8_lines > 0) {
    observer.warning(fmt::format("{} lines were not valid UTF-8; their bad bytes became U+FFFD",
                                 warnings.invalid_utf8_lines));
  }
  if (warnings.overlong_words > 0) {
    observer.warning(fmt::format("{} words were longer than {} bytes and were skipped",
                                 warnings.overlong_words, kMaxWordBytes));
  }
}

}  // namespace firth::train
