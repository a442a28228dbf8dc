#include "evaluate_sentences.h"

#include <fmt/format.h>

#include <string_view>

#include "base/paths.h"
#include "evaluate_cells.h"
#include "evaluate_output.h"
#include "evaluate_together.h"
#include "firth/eval.h"
#include "output.h"
#include "query_output.h"

namespace firth::cli {

namespace {

EncodedTexts Encode(const Encoder& encoder, const std::vector<std::string>& texts, unsigned threads,
                    Communicator* ranks) {
  const EncodeSettings settings{.threads = threads};
  if (ranks != nullptr) return EncodeTogether(*ranks, encoder, texts, settings);
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  return encoder.Encode(views, settings);
}

}  // namespace

bool IsModelFolder(const std::string& path) { return base::IsFolder(path); }

void EvaluateEncoder(const std::string& folder, Precision precision,
                     const std::vector<std::string>& files, unsigned threads, bool json,
                     Communicator* ranks) {
  std::vector<SentencePairs> sets;
  for (const std::string& file : files) sets.push_back(ReadSentencePairs(file));
  const Encoder encoder = Encoder::Load(folder, CpuTargetFromEnvironment(), precision);
  std::vector<PairReport> reports;
  Json list = Json::array();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const EncodedTexts encoded = Encode(encoder, sets[i].sentences, threads, ranks);
    if (ranks != nullptr && ranks->rank() != 0) continue;
    if (encoded.cut > 0) {
      Note(fmt::format("{}: {} sentences were cut after {} tokens", FileName(files[i]),
                       WithThousands(encoded.cut), encoder.info().max_pieces));
    }
    reports.push_back(ScoreSentencePairs(sets[i], encoded.vectors.view()));
    if (json) list.push_back(ToJson(files[i], reports.back()));
  }
  if (ranks != nullptr && ranks->rank() != 0) return;
  json ? PrintJson(list) : PrintSentencePairs(files, reports);
}

}  // namespace firth::cli
