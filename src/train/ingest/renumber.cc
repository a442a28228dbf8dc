#include "train/ingest/renumber.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "base/run_on_threads.h"
#include "train/ingest/block_counter.h"

namespace firth::train {
namespace {

using Unit = IdCode::Unit;

/// Writes one block at `out`, which has room; returns what follows.
Unit* Exchange(std::span<const Unit> units, std::span<const std::uint32_t> id_of,
               const IdCode& code, Unit* out) {
  const Unit* sentence = out;
  BlockCounter::kProvisional.ForEach(units, [&](TokenId number) {
    if (number == kSentenceEnd) {
      if (out == sentence) return;
      *out++ = IdCode::kEnd;
      sentence = out;
      return;
    }
    const std::uint32_t id = id_of[Index(number)];
    if (id != text::MergedWords::kLeftOut) out = code.Put(id, out);
  });
  return out;
}

/// A chunk to be exchanged, and by which numbers.
struct Task {
  UnitStore::Chunk chunk;
  std::span<const std::uint32_t> id_of;
};

void Exchange(const Task& task, const IdCode& code, std::vector<Unit>& scratch, UnitStore& out) {
  for (const StoredBlock& block : task.chunk.blocks) {
    scratch.resize(std::max(scratch.size(), block.units.size() * IdCode::kMostUnits));
    const Unit* end = Exchange(block.units, task.id_of, code, scratch.data());
    out.Append(block.number, {scratch.data(), static_cast<std::size_t>(end - scratch.data())});
  }
}

}  // namespace

IdStream Renumber(std::vector<ThreadIds> threads_ids, const IdCode& code, std::uint64_t blocks,
                  unsigned threads, const std::function<void()>& meanwhile) {
  std::vector<Task> tasks;
  for (ThreadIds& ids : threads_ids) {
    for (UnitStore::Chunk& chunk : ids.chunks) tasks.push_back({std::move(chunk), ids.id_of});
  }
  std::vector<UnitStore::Chunk> done;
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  std::atomic_flag begun;
  base::RunOnThreads(threads, [&] {
    if (!begun.test_and_set()) meanwhile();
    UnitStore mine;
    std::vector<Unit> scratch;
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      const Task task = std::move(tasks[i]);  // and its memory goes
      Exchange(task, code, scratch, mine);
    }
    const std::scoped_lock lock(mutex);
    std::ranges::move(mine.TakeChunks(), std::back_inserter(done));
  });
  return {code, blocks, std::move(done)};
}

void ComposeIds(text::MergedWords& merged, std::span<const std::uint32_t> id_of, unsigned threads) {
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(threads, [&] {
    for (std::size_t i = next++; i < merged.entry_of.size(); i = next++) {
      for (std::uint32_t& entry : merged.entry_of[i]) {
        if (entry != text::MergedWords::kLeftOut) entry = id_of[entry];
      }
    }
  });
}

}  // namespace firth::train
