/// Tables about the words of a map, and the colours that are made of them.
#include "explore/columns.h"

#include "explore/coloring.h"
#include "fuzz_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  firth::Vocabulary words;
  for (const char* word : {"a", "king", "queen"}) words.Add(word);
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto& column : firth::explore::ParseColumns(text, "fuzz", words)) {
      firth::fuzz::Require(column.values.size() == words.size());
      const auto coloring = firth::explore::ColorBy(column.values);
      firth::fuzz::Require(coloring.colors.size() == words.size());
      for (const auto color : coloring.colors) firth::fuzz::Require(color < coloring.labels.size());
    }
  } catch (const firth::Error&) {
  }
  return 0;
}
