#include "train_options.h"

#include <fmt/format.h>

#include <filesystem>

#include "firth/error.h"
#include "output.h"

namespace firth::cli {
namespace {

constexpr const char* kNothingToSave = "stopped    while counting words: there is nothing to save";
constexpr const char* kNoPairsToSave = "stopped    while counting pairs: there is nothing to save";

void AnnounceWords(ProgressLine& line, const Vocabulary& vocabulary) {
  line.Note(fmt::format("vocabulary {} words, {} of the corpus", WithThousands(vocabulary.size()),
                        WithThousands(Value(vocabulary.TotalCount()))));
}

void Announce(ProgressLine& line, const Vocabulary& vocabulary, const MemoryEstimate& memory) {
  AnnounceWords(line, vocabulary);
  const std::string ids = memory.id_stream > 0
                              ? fmt::format("corpus as ids {}", Bytes(memory.id_stream))
                              : "the corpus is read again in each epoch";
  const std::string subwords =
      memory.subwords > 0 ? fmt::format("n-grams {}, ", Bytes(memory.subwords)) : std::string();
  const std::string ranks =
      memory.ranks > 0 ? fmt::format("exchange {}, ", Bytes(memory.ranks)) : std::string();
  line.Note(fmt::format("memory     {}: matrices {}, {}words {}, {}samplers {}, {}",
                        Bytes(memory.Total()), Bytes(memory.matrices), ranks,
                        Bytes(memory.vocabulary), subwords, Bytes(memory.sampler), ids));
}

void AnnouncePairs(ProgressLine& line, const Vocabulary& vocabulary, const MemoryEstimate& memory) {
  AnnounceWords(line, vocabulary);
  line.Note(fmt::format("memory     {}: matrices {}, words {}, pairs {}", Bytes(memory.Total()),
                        Bytes(memory.matrices), Bytes(memory.vocabulary),
                        Bytes(memory.pairs + memory.held_out)));
}

}  // namespace

TrainObserver ObserveTraining(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot) {
  interrupt.EndAtOnce(kNothingToSave);
  TrainObserver observer;
  observer.counting = [&line](std::uint64_t bytes, std::uint64_t words) {
    line.Counting(bytes, words);
  };
  observer.ready = [&](const Vocabulary& vocabulary, const MemoryEstimate& memory) {
    interrupt.SaveFirst();
    Announce(line, vocabulary, memory);
  };
  observer.progress = [&line, &plot](const Progress& progress) {
    line.Training(progress);
    plot.Take(progress);
  };
  observer.warning = [&line](std::string_view warning) {
    line.Note(fmt::format("warning: {}", warning));
  };
  observer.note = [&line](std::string_view note) { line.Note(note); };
  observer.epoch = [&line, &plot](const EpochReport& report) {
    plot.Take(report);
    if (report.loss) {
      line.Note(fmt::format("epoch      {}: loss {:.8f} a pair", report.epoch, *report.loss));
    }
    if (!report.held_out_loss) return;
    line.Note(fmt::format("held out   loss {:.4f} after epoch {}{}", *report.held_out_loss,
                          report.epoch, report.stops ? ", no better for too long: stopped" : ""));
  };
  observer.stop = interrupt.token();
  return observer;
}

TrainObserver ObservePairs(ProgressLine& line, InterruptGuard& interrupt, LossPlot& plot) {
  TrainObserver observer = ObserveTraining(line, interrupt, plot);
  observer.ready = [&](const Vocabulary& vocabulary, const MemoryEstimate& memory) {
    interrupt.SaveFirst();
    AnnouncePairs(line, vocabulary, memory);
  };
  observer.counting_pairs = [&](double share) {
    interrupt.EndAtOnce(kNoPairsToSave);
    line.CountingPairs(share);
  };
  return observer;
}

TrainObserver ObserveOtherRank(const std::string& name, InterruptGuard& interrupt) {
  interrupt.EndAtOnce(kNothingToSave);
  TrainObserver observer;
  observer.ready = [&](const Vocabulary& /*vocabulary*/, const MemoryEstimate& /*memory*/) {
    interrupt.SaveFirst();
  };
  observer.warning = [name](std::string_view warning) {
    Note(fmt::format("warning: {}: {}", name, warning));
  };
  observer.stop = interrupt.token();
  return observer;
}

void CheckOutputs(const TrainOptions& options, Format format) {
  CheckWritable(options.corpus.output(), format);
  const std::string* const paths[] = {&options.corpus.output(), &options.save_vocab,
                                      &options.save_context, &options.plot};
  for (const auto a : {0, 1, 2, 3}) {
    for (int b = 0; b < a; ++b) {
      if (paths[a]->empty() || *paths[a] != *paths[b]) continue;
      throw Error(ErrorKind::kSettings, "is named for two outputs at once", *paths[a]);
    }
  }
  if (!options.save_vocab.empty()) CheckWritable(options.save_vocab);
  if (!options.plot.empty()) CheckPlot(options.plot);
  if (options.save_context.empty()) return;
  CheckWritable(options.save_context, FormatForWriting(options.save_context));
}

std::unique_ptr<Corpus> OpenOfRank(const TrainOptions& options, const TrainSettings& settings,
                                   const Job& job) {
  const auto others = {std::string_view(options.save_vocab),
                       std::string_view(options.save_context)};
  if (settings.ranks.shard == ModelShard::kColumns) return options.corpus.Open(others);
  return options.corpus.OpenShare({.rank = job.rank(),
                                   .ranks = job.size(),
                                   .own = settings.ranks.own_corpus,
                                   .shuffles = settings.order == BlockOrder::kShuffled,
                                   .seed = settings.seed},
                                  others);
}

void NoteWritten(const TrainOptions& options, const WordVectors& vectors, Format format,
                 double seconds) {
  Note(fmt::format("wrote      {}: {} words x {}, {}, after {}", options.corpus.output(),
                   WithThousands(vectors.size()), vectors.dim(), FormatName(format),
                   Duration(seconds)));
}

void WriteVectors(const TrainOptions& options, const WordVectors& vectors, Format format,
                  double seconds) {
  WriteWordVectors(vectors, options.corpus.output(), format);
  NoteWritten(options, vectors, format, seconds);
}

void NoteSpeed(std::uint64_t done, double seconds, std::string_view unit) {
  if (done == 0) return;
  const double rate = static_cast<double>(done) / seconds;
  Note(fmt::format("trained    {} {} in {}, {} {}/s in all", WithThousands(done), unit,
                   Duration(seconds), WithThousands(static_cast<std::uint64_t>(rate)), unit));
}

[[noreturn]] void EndStopped(const Progress& progress, const InterruptGuard& interrupt) {
  Note(fmt::format("stopped    after {} of {} {}, as asked", WithThousands(progress.words_done),
                   WithThousands(progress.words_total), progress.unit));
  throw ExitCode{interrupt.exit_code()};
}

void WriteOthers(const TrainOptions& options, const Vocabulary& vocabulary, const LossPlot& plot,
                 const std::optional<WordVectors>& context) {
  if (!options.plot.empty()) {
    const std::string name = std::filesystem::path(options.corpus.output()).filename();
    plot.Write(options.plot, fmt::format("{}: {}", options.model, name));
  }
  if (!options.save_vocab.empty()) WriteVocabularyFile(vocabulary, options.save_vocab);
  if (!context) return;
  WriteWordVectors(*context, options.save_context, FormatForWriting(options.save_context));
}

}  // namespace firth::cli
