#include "evaluate_sentences.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "evaluate_cells.h"
#include "evaluate_output.h"
#include "firth/eval.h"
#include "output.h"
#include "query_output.h"

namespace firth::cli {

bool IsModelFolder(const std::string& path) { return std::filesystem::is_directory(path); }

void EvaluateEncoder(const std::string& folder, Precision precision,
                     const std::vector<std::string>& files, unsigned threads, bool json) {
  std::vector<SentencePairs> sets;
  for (const std::string& file : files) sets.push_back(ReadSentencePairs(file));
  const Encoder encoder = Encoder::Load(folder, CpuTargetFromEnvironment(), precision);
  std::vector<PairReport> reports;
  Json list = Json::array();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::vector<std::string_view> texts(sets[i].sentences.begin(), sets[i].sentences.end());
    const EncodedTexts encoded = encoder.Encode(texts, {.threads = threads});
    if (encoded.cut > 0) {
      Note(fmt::format("{}: {} sentences were cut after {} tokens", FileName(files[i]),
                       WithThousands(encoded.cut), encoder.info().max_pieces));
    }
    reports.push_back(ScoreSentencePairs(sets[i], encoded.vectors.view()));
    if (json) list.push_back(ToJson(files[i], reports.back()));
  }
  json ? PrintJson(list) : PrintSentencePairs(files, reports);
}

}  // namespace firth::cli
