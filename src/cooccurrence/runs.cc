#include "cooccurrence/runs.h"

#include <string_view>

#include "cooccurrence/row_code.h"

namespace firth::cooccurrence {

void Runs::Put(std::size_t group, const RowBlock& rows, std::string& scratch) {
  scratch.clear();
  AppendRows(rows, scratch);
  const std::uint64_t offset = file_->Append(std::as_bytes(std::span<const char>(scratch)));
  runs_.back()[group] = {offset, scratch.size()};
}

void Runs::Count(std::size_t group, RowSums& sums, RowBlock& out) const {
  std::vector<std::string> texts;
  for (const auto& run : runs_) {
    std::string& text = texts.emplace_back(run[group].bytes, '\0');
    file_->Read(run[group].offset, std::as_writable_bytes(std::span(text)));
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  AddUpRows(views, sums, out);
}

}  // namespace firth::cooccurrence
