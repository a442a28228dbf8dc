#include "train/checkpoint/saved.h"

#include <fmt/format.h>

namespace firth::train {

void Saved::Rethrow(const Error& error) const {
  const bool saved = folder != nullptr && !folder->last_good().empty();
  if (error.kind() != ErrorKind::kDiverged || !saved) throw;
  throw Error(error.kind(), fmt::format("{}, or go on from the last good state with --init {}",
                                        error.message(), folder->last_good()));
}

Saved OpenSaved(TrainSettings& settings, const TrainObserver& observer) {
  Saved saved;
  const CheckpointSettings& wanted = settings.checkpoint;
  if (wanted.folder.empty()) return saved;
  saved.folder = std::make_unique<CheckpointFolder>(wanted.folder);
  if (!wanted.resume && !saved.folder->empty()) {
    throw Error(ErrorKind::kSettings,
                "holds checkpoints: add --resume to go on from the newest, or name another folder",
                wanted.folder);
  }
  if (wanted.resume) saved.checkpoint = saved.folder->Newest(observer);
  if (saved.checkpoint) {
    MatchSettings(*saved.checkpoint, settings, observer);
  } else if (wanted.resume && observer.note) {
    observer.note(fmt::format("no checkpoint in {} yet: from the start", wanted.folder));
  }
  return saved;
}

void RequireSameCorpus(const Checkpoint& checkpoint, std::uint64_t fingerprint,
                       std::uint64_t blocks) {
  const TrainingState& state = checkpoint.state;
  if (state.corpus == fingerprint && state.block <= blocks) return;
  throw Error(ErrorKind::kInput,
              "was written while training on another text, or this one has changed: resume with "
              "the same text, or go on with this one by --init and this file",
              checkpoint.path);
}

}  // namespace firth::train
