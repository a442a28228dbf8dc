#include "evaluate_together.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include "base/little_endian.h"
#include "train/ranks/collectives.h"
#include "train/ranks/message.h"

namespace firth::cli {
namespace {

using train::MessageReader;

void AppendNumber(std::string& message, std::size_t number) {
  base::AppendLittleEndian(message, std::uint64_t{number});
}
void TakeNumber(MessageReader& reader, std::size_t& number) {
  number = reader.Take<std::uint64_t>();
}
void AppendEstimate(std::string& message, const Estimate& estimate) {
  for (const double number : {estimate.value, estimate.low, estimate.high}) {
    base::AppendLittleEndian(message, number);
  }
}
void TakeEstimate(MessageReader& reader, Estimate& estimate) {
  for (double* const number : {&estimate.value, &estimate.low, &estimate.high}) {
    *number = reader.Take<double>();
  }
}

/// Numbers alone: rank 0 has the names from its own report.
void AppendAnalogies(std::string& message, const std::vector<AnalogyReport>& reports) {
  for (const AnalogyReport& report : reports) {
    for (const AnalogySection& section : report.sections) {
      for (const std::size_t number : {section.questions, section.asked, section.right}) {
        AppendNumber(message, number);
      }
    }
  }
}
void TakeAnalogies(MessageReader& reader, std::vector<AnalogyReport>& reports) {
  for (AnalogyReport& report : reports) {
    for (AnalogySection& section : report.sections) {
      for (std::size_t* const number : {&section.questions, &section.asked, &section.right}) {
        TakeNumber(reader, *number);
      }
    }
  }
}

void AppendPairs(std::string& message, const PairReport& report) {
  AppendNumber(message, report.pairs);
  AppendNumber(message, report.scored);
  AppendEstimate(message, report.spearman);
  AppendEstimate(message, report.pearson);
}
PairReport TakePairs(MessageReader& reader) {
  PairReport report;
  TakeNumber(reader, report.pairs);
  TakeNumber(reader, report.scored);
  TakeEstimate(reader, report.spearman);
  TakeEstimate(reader, report.pearson);
  return report;
}

void AppendCategories(std::string& message, const CategoryReport& report) {
  for (const std::size_t number : {report.words, report.clustered, report.categories}) {
    AppendNumber(message, number);
  }
  AppendEstimate(message, report.purity);
}
CategoryReport TakeCategories(MessageReader& reader) {
  CategoryReport report;
  for (std::size_t* const number : {&report.words, &report.clustered, &report.categories}) {
    TakeNumber(reader, *number);
  }
  TakeEstimate(reader, report.purity);
  return report;
}

void Append(std::string& message, const EvaluationReport& report) {
  if (report.pairs) AppendPairs(message, *report.pairs);
  if (report.categories) AppendCategories(message, *report.categories);
  AppendAnalogies(message, report.analogies);
}

/// Adds to rank 0's report what another rank has to say of the file.
void Take(MessageReader& reader, bool is_whole, EvaluationReport& report) {
  if (report.kind == EvaluationKind::kAnalogies) {
    std::vector<AnalogyReport> part = report.analogies;
    TakeAnalogies(reader, part);
    for (std::size_t i = 0; i < part.size(); ++i) AddPart(report.analogies[i], part[i]);
  } else if (is_whole && report.kind == EvaluationKind::kPairs) {
    report.pairs = TakePairs(reader);
  } else if (is_whole) {
    report.categories = TakeCategories(reader);
  }
}

}  // namespace

std::vector<EvaluationReport> EvaluateTogether(Communicator& ranks, const WordVectors& vectors,
                                               const std::vector<std::string>& files,
                                               const EvaluationOptions& options) {
  EvaluationOptions own = options;
  own.part = ranks.rank();
  own.parts = ranks.size();
  std::vector<EvaluationReport> reports;
  std::string message;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const EvaluationKind kind = DetectEvaluation(files[i]);
    const bool takes_part = kind == EvaluationKind::kAnalogies || i % ranks.size() == ranks.rank();
    reports.push_back(takes_part ? Evaluate(vectors, files[i], own)
                                 : EvaluationReport{files[i], kind, {}, {}, {}});
    Append(message, reports.back());
  }
  const std::vector<std::string> got = train::ToFirst(ranks, std::move(message));
  if (got.empty()) return {};
  for (std::size_t rank = 1; rank < got.size(); ++rank) {
    MessageReader reader(got[rank]);
    for (std::size_t i = 0; i < files.size(); ++i) {
      Take(reader, i % ranks.size() == rank, reports[i]);
    }
  }
  return reports;
}

EncodedTexts EncodeTogether(Communicator& ranks, const Encoder& encoder,
                            const std::vector<std::string>& texts, const EncodeSettings& settings) {
  const auto begin_of = [&](std::size_t rank) { return texts.size() * rank / ranks.size(); };
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const std::size_t begin = begin_of(ranks.rank());
  const auto part = std::span(views).subspan(begin, begin_of(ranks.rank() + 1) - begin);
  const EncodedTexts own = encoder.Encode(part, settings);
  std::string message;
  AppendNumber(message, own.cut);
  const std::size_t bytes = encoder.info().dim * sizeof(float);
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto row = own.vectors.Row(RowId{static_cast<std::uint32_t>(i)});
    message.append(reinterpret_cast<const char*>(row.data()), bytes);
  }
  const std::vector<std::string> got = train::ToFirst(ranks, std::move(message));
  if (got.empty()) return {};
  EncodedTexts all;
  all.vectors = Matrix(texts.size(), encoder.info().dim, RowLayout::kDense);
  for (std::size_t rank = 0; rank < got.size(); ++rank) {
    MessageReader reader(got[rank]);
    std::size_t cut = 0;
    TakeNumber(reader, cut);
    all.cut += cut;
    for (std::size_t i = begin_of(rank); i < begin_of(rank + 1); ++i) {
      std::memcpy(all.vectors.MutableRowData(RowId{static_cast<std::uint32_t>(i)}),
                  reader.Take(bytes).data(), bytes);
    }
  }
  return all;
}

}  // namespace firth::cli
