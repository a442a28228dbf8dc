#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cooccurrence/counted_corpus.h"
#include "firth/cooccurrence.h"
#include "firth/error.h"

namespace firth {
namespace {

bool SaysWhatIsCounted(const SettingSpec& spec) {
  constexpr std::string_view kPairs[] = {"window", "symmetric", "weight"};
  return spec.group == "Text" || std::ranges::find(kPairs, spec.name) != std::end(kPairs);
}

}  // namespace

void Validate(const CooccurrenceSettings& settings) {
  constexpr std::size_t kWidest = 1000;
  if (settings.window >= 1 && settings.window <= kWidest) return;
  throw Error(ErrorKind::kSettings,
              fmt::format("--window is {}, but must be from 1 to {}", settings.window, kWidest));
}

std::optional<std::string_view> MeaninglessToCounts(
    const TrainSettings& settings, const std::function<bool(std::string_view name)>& is_given) {
  if (!settings.valid.empty()) return std::nullopt;
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const bool names_the_words = spec.name == "read-vocab";
    if (SaysWhatIsCounted(spec) && !names_the_words && is_given(spec.name)) return spec.name;
  }
  return std::nullopt;
}

void cooccurrence::LeaveOutCounting(Metadata& settings) {
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    if (SaysWhatIsCounted(spec)) settings.erase(std::string(spec.name));
  }
}

}  // namespace firth
