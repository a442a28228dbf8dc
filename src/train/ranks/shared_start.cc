#include "train/ranks/shared_start.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "firth/version.h"
#include "train/checkpoint/checkpoint.h"
#include "train/ranks/collectives.h"
#include "train/ranks/message.h"
#include "train/ranks/shared_words.h"

namespace firth::train {
namespace {

/// About so many bytes of a matrix are sent at once.
constexpr std::size_t kPortionBytes = std::size_t{32} << 20;

/// What must be the same in all ranks. Threads, memory and processors may differ.
std::map<std::string, std::string> Alike(const TrainSettings& settings) {
  std::map<std::string, std::string> record;
  for (const auto& [key, value] : CheckpointRecord(settings, {})) record.emplace(key, value);
  for (const SettingSpec& spec : TrainSettingSpecs()) {
    const std::string name(spec.name);
    if (spec.kind == SettingKind::kMachine) record.erase(name);
    if (spec.kind == SettingKind::kRanks) record[name] = spec.get(settings);
  }
  record.erase("checkpoint.cpu-target");
  record.erase("cpu-target");
  record["version"] = FIRTH_VERSION;
  return record;
}

void AppendText(std::string& message, std::string_view text) {
  base::AppendLittleEndian(message, static_cast<std::uint32_t>(text.size()));
  message += text;
}

std::string TakeText(MessageReader& reader) {
  const auto size = reader.Take<std::uint32_t>();
  return std::string(reader.Take(size));
}

std::map<std::string, std::string> TakeRecord(const std::string& message) {
  std::map<std::string, std::string> record;
  MessageReader reader(message);
  while (!reader.empty()) {
    std::string key = TakeText(reader);
    record[std::move(key)] = TakeText(reader);
  }
  return record;
}

void ShareMatrix(Communicator& ranks, Matrix& matrix) {
  const std::size_t bytes = matrix.columns() * sizeof(float);
  const std::size_t portion =
      std::max<std::size_t>(1, kPortionBytes / std::max<std::size_t>(1, bytes));
  for (std::size_t begin = 0; begin < matrix.rows(); begin += portion) {
    const std::size_t end = std::min(matrix.rows(), begin + portion);
    std::string message;
    for (std::size_t i = begin; ranks.rank() == 0 && i < end; ++i) {
      const auto row = matrix.Row(RowId{static_cast<std::uint32_t>(i)});
      message.append(reinterpret_cast<const char*>(row.data()), bytes);
    }
    const std::string rows = FromFirst(ranks, std::move(message));
    MessageReader reader(rows);
    for (std::size_t i = begin; i < end; ++i) {
      std::memcpy(matrix.MutableRowData(RowId{static_cast<std::uint32_t>(i)}),
                  reader.Take(bytes).data(), bytes);
    }
  }
}

}  // namespace

void RequireFitForRanks(const TrainSettings& settings, const Corpus& corpus) {
  if (settings.storage != RowStorage::kFloat32) {
    throw Error(ErrorKind::kSettings,
                "--storage bf16 is for one process alone: leave it out, or train without mpirun");
  }
  if (!settings.id_cache.empty()) {
    throw Error(ErrorKind::kSettings,
                "--cache-file: several ranks have no file of ids; leave it out");
  }
  if (!corpus.rereadable()) {
    throw Error(ErrorKind::kSettings, "several ranks cannot train on standard input; name files");
  }
}

void RequireSameSettings(Communicator& ranks, const TrainSettings& settings) {
  const auto mine = Alike(settings);
  std::string message;
  for (const auto& [key, value] : mine) {
    AppendText(message, key);
    AppendText(message, value);
  }
  const std::vector<std::string> all = Gather(ranks, std::move(message));
  const auto first = TakeRecord(all.front());
  for (std::size_t rank = 1; rank < all.size(); ++rank) {
    for (const auto& [key, value] : TakeRecord(all[rank])) {
      const auto other = first.find(key);
      if (other != first.end() && other->second == value) continue;
      throw Error(
          ErrorKind::kSettings,
          fmt::format("{} was started with {} {}, {} with {}: start all alike", ranks.NameOf(rank),
                      key, value, ranks.NameOf(0), other == first.end() ? "none" : other->second));
    }
  }
}

void ShareSaved(Communicator& ranks, Saved& saved) {
  std::string message;
  if (saved.checkpoint) {
    const auto& [path, model, state] = *saved.checkpoint;
    AppendText(message, path);
    message += model.ngrams ? '\1' : '\0';
    for (const std::uint64_t number :
         {static_cast<std::uint64_t>(state.epoch), state.block,
          static_cast<std::uint64_t>(state.finished), static_cast<std::uint64_t>(state.early),
          static_cast<std::uint64_t>(state.patience.since_best), state.corpus,
          static_cast<std::uint64_t>(state.shuffled)}) {
      base::AppendLittleEndian(message, number);
    }
    base::AppendLittleEndian(message, state.patience.best);
  }
  const std::string got = FromFirst(ranks, std::move(message));
  if (got.empty()) return;
  const Vocabulary none;
  Vocabulary words =
      WordsOfFirst(ranks, saved.checkpoint ? saved.checkpoint->model.vocabulary : none);
  MessageReader reader(got);
  std::string path = TakeText(reader);
  std::shared_ptr<const Vocabulary> ngrams;
  if (reader.Take<char>() != '\0') {
    const bool mine = saved.checkpoint.has_value();
    ngrams = std::make_shared<const Vocabulary>(
        WordsOfFirst(ranks, mine ? *saved.checkpoint->model.ngrams : none));
  }
  if (saved.checkpoint) return;
  Checkpoint& checkpoint = saved.checkpoint.emplace();
  checkpoint.path = std::move(path);
  checkpoint.model.ngrams = std::move(ngrams);
  const auto take = [&reader] { return reader.Take<std::uint64_t>(); };
  checkpoint.state.epoch = take();
  checkpoint.state.block = take();
  checkpoint.state.finished = take() != 0;
  checkpoint.state.early = take() != 0;
  checkpoint.state.patience.since_best = take();
  checkpoint.state.corpus = take();
  checkpoint.state.shuffled = take() != 0;
  checkpoint.state.patience.best = reader.Take<double>();
  checkpoint.model.vocabulary = std::move(words);
}

void ShareRows(Communicator& ranks, TrainedModel& model) {
  ShareMatrix(ranks, model.input);
  ShareMatrix(ranks, model.output);
}

}  // namespace firth::train
