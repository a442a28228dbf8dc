#include "train/ranks/train_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "firth/error.h"
#include "matrix/file_matrix.h"
#include "train/checkpoint/checkpoint.h"
#include "train/checkpoint/initial_model.h"
#include "train/ingest/shuffle_blocks.h"
#include "train/memory.h"
#include "train/ranks/collectives.h"
#include "train/ranks/message.h"
#include "train/ranks/shared_start.h"
#include "train/run.h"

namespace firth::train {
namespace {

/// Of so many windows the products travel at once: a batch that is small beside the text, and takes
/// longer than a message does.
constexpr std::size_t kWindows = 256;
/// About so many bytes of rows are collected at once.
constexpr std::size_t kPortionBytes = std::size_t{32} << 20;

void RequireFit(const TrainSettings& settings, std::size_t ranks) {
  const ModelSettings& model = settings.model;
  const auto refuse = [](const std::string& what) {
    throw Error(ErrorKind::kSettings, "--shard-model columns: " + what);
  };
  if (model.context != ContextKind::kSkipgram || model.subwords.enabled() ||
      model.objective != Objective::kNegativeSampling) {
    refuse("skip-gram by negative sampling alone, without n-grams");
  }
  if (!settings.checkpoint.folder.empty() || !settings.init.empty() || !settings.valid.empty()) {
    refuse("leave out --checkpoint, --init and --valid");
  }
  if (settings.ranks.own_corpus)
    refuse("all ranks train on the same text: leave out --corpus-shard");
  if (settings.deterministic) refuse("leave out --deterministic, it always is");
  if (model.dim < ranks) refuse(fmt::format("--dim {} is less than a column a rank", model.dim));
}

/// The settings of a rank's own columns: numbers begin in the range of the whole rows.
TrainSettings OfColumns(const TrainSettings& all, const ColumnRange& columns) {
  TrainSettings own = all;
  own.model.dim = columns.size();
  own.model.init_range *= static_cast<double>(columns.size()) / static_cast<double>(all.model.dim);
  own.threads = 1;  // steps have an order
  return own;
}

/// All columns of all rows, at rank 0; nothing elsewhere.
Matrix CollectColumns(Communicator& ranks, const Matrix& own, std::size_t dim) {
  Matrix whole;
  if (ranks.rank() == 0) whole = matrix::FileMatrix(own.rows(), dim);
  const std::size_t portion = std::max<std::size_t>(1, kPortionBytes / (dim * sizeof(float)));
  for (std::size_t begin = 0; begin < own.rows(); begin += portion) {
    const std::size_t end = std::min(own.rows(), begin + portion);
    std::string rows;
    for (std::size_t i = begin; i < end; ++i) {
      const auto row = own.Row(RowId{static_cast<std::uint32_t>(i)});
      rows.append(reinterpret_cast<const char*>(row.data()), row.size_bytes());
    }
    const std::vector<std::string> got = ToFirst(ranks, std::move(rows));
    for (std::size_t rank = 0; rank < got.size(); ++rank) {
      const ColumnRange columns = ColumnsOf(dim, rank, ranks.size());
      MessageReader reader(got[rank]);
      for (std::size_t i = begin; i < end; ++i) {
        const auto row = whole.MutableRow(RowId{static_cast<std::uint32_t>(i)});
        for (std::size_t c = columns.begin; c < columns.end; ++c) row[c] = reader.Take<float>();
      }
    }
  }
  return whole;
}

}  // namespace

ColumnRange ColumnsOf(std::size_t dim, std::size_t rank, std::size_t ranks) {
  return {dim * rank / ranks, dim * (rank + 1) / ranks};
}

TrainResult TrainColumns(Communicator& ranks, const Corpus& corpus, const TrainSettings& asked,
                         const TrainObserver& asked_observer) {
  RequireFit(asked, ranks.size());
  RequireFitForRanks(asked, corpus);
  RequireSameSettings(ranks, asked);
  const ColumnRange columns = ColumnsOf(asked.model.dim, ranks.rank(), ranks.size());
  const TrainSettings settings = OfColumns(asked, columns);
  TrainObserver observer = asked_observer;
  observer.stop = {};  // one that stops would leave the others waiting

  Ingested ingested = Ingest(corpus, asked, asked.MemoryLimit(), observer);
  const MemoryEstimate memory = FitMemory(ingested, settings, corpus.rereadable());
  // Steps are the same in all ranks only if the order of blocks is.
  if (LargestOf(ranks, ingested.ids ? 0 : 1) > 0) ingested.ids.reset();
  if (ingested.ids && asked.order == BlockOrder::kShuffled) ShuffleBlocks(ingested, asked.seed);
  if (observer.ready) observer.ready(ingested.vocabulary, memory);

  TrainSettings initial = settings;
  initial.seed += ranks.rank();  // no column begins as another
  TrainResult result;
  TrainedModel model = FreshModel(std::move(ingested.vocabulary), initial);
  ColumnSteps steps(ranks, kernels::KernelsFor<float>(settings.cpu_target), kWindows);
  Run run(corpus, ingested, settings, observer, model, {}, nullptr, nullptr, &steps);
  const auto began = std::chrono::steady_clock::now();
  run.TrainAllEpochs();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  result.progress = run.Report();
  result.words = result.progress.words_done;
  RequireFinite(model, settings);
  model.output = {};
  result.model.input = CollectColumns(ranks, model.input, asked.model.dim);
  result.model.vocabulary = std::move(model.vocabulary);
  result.model.settings = SettingsRecord(asked);
  return result;
}

}  // namespace firth::train
