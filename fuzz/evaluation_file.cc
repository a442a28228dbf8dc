/// Files of questions: analogies, word pairs, categories.
#include "eval/evaluation_file.h"

#include "fuzz_reader.h"

namespace {

template <class Parse>
void Try(const Parse& parse) {
  try {
    parse();
  } catch (const firth::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Try([&] { firth::eval::DetectKind(text, "fuzz"); });
  Try([&] {
    const auto file = firth::eval::ParseAnalogies(text, "fuzz");
    for (const auto& question : file.questions) {
      firth::fuzz::Require(question.section < file.sections.size());
    }
  });
  Try([&] {
    for (const auto& pair : firth::eval::ParsePairs(text, "fuzz")) {
      firth::fuzz::Require(std::isfinite(pair.score) && !pair.a.empty() && !pair.b.empty());
    }
  });
  Try([&] { firth::eval::ParseCategories(text, "fuzz"); });
  return 0;
}
