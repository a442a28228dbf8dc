#include "server/batcher.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "http/message.h"

namespace firth::server {
namespace {

/// A job, and how far it has come.
struct Progress {
  explicit Progress(Job j) : job(std::move(j)), results(job.texts.size()) {}

  Job job;
  std::vector<Matrix> results;
  std::size_t taken = 0;  ///< texts that are in a batch or done
};

/// Texts of several jobs: those from `begin` to `end` of each.
struct Part {
  std::shared_ptr<Progress> progress;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t TokensOf(const Job& job, std::size_t begin) {
  std::size_t tokens = 0;
  for (std::size_t i = begin; i < job.texts.size(); ++i) tokens += job.texts[i].ids.size();
  return tokens;
}

void Answer(const Part& part) {
  Progress& progress = *part.progress;
  if (part.end == progress.results.size()) progress.job.done(std::move(progress.results), nullptr);
}

void Fail(const Part& part, const std::exception_ptr& failure) {
  part.progress->job.done({}, failure);
}

}  // namespace

struct Batcher::State {
  State(std::shared_ptr<const Encoder> e, BatcherSettings s) : encoder(std::move(e)), settings(s) {}

  void Run();
  /// Waits for work; empty at the end.
  std::vector<Part> NextBatch();
  /// Takes the jobs out whose clients have gone. The caller holds the lock, and gives it back
  /// before it lets them go: their end may be the end of the last who needs the model.
  std::vector<std::shared_ptr<Progress>> TakeGone();
  void Compute(const std::vector<Part>& batch, unsigned threads);
  void ComputeKind(const std::vector<Part>& batch, bool pieces, unsigned threads);
  /// On the thread that calls.
  void ComputeNow(Job job);

  const std::shared_ptr<const Encoder> encoder;
  const BatcherSettings settings;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::shared_ptr<Progress>> queue;
  BatcherCounts counts;
  bool closed = false;
};

std::vector<std::shared_ptr<Progress>> Batcher::State::TakeGone() {
  std::vector<std::shared_ptr<Progress>> gone;
  std::erase_if(queue, [&](const std::shared_ptr<Progress>& progress) {
    if (!progress->job.gone.stop_requested()) return false;
    counts.waiting_tokens -= TokensOf(progress->job, progress->taken);
    gone.push_back(progress);
    return true;
  });
  return gone;
}

std::vector<Part> Batcher::State::NextBatch() {
  std::vector<Part> batch;
  std::vector<std::shared_ptr<Progress>> gone;
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return closed || !queue.empty(); });
  gone = TakeGone();
  std::size_t tokens = 0;
  counts.last_texts = 0;
  for (std::size_t jobs = queue.size(); jobs > 0; --jobs) {
    const std::shared_ptr<Progress> progress = queue.front();
    const auto& texts = progress->job.texts;
    const std::size_t begin = progress->taken;
    while (progress->taken < texts.size()) {
      const std::size_t length = texts[progress->taken].ids.size();
      if (tokens > 0 && tokens + length > settings.batch_tokens) break;
      tokens += length;
      ++progress->taken;
    }
    if (progress->taken == begin) break;
    batch.push_back({progress, begin, progress->taken});
    counts.last_texts += progress->taken - begin;
    queue.pop_front();
    if (progress->taken < texts.size()) {
      queue.push_back(progress);
      break;
    }
  }
  counts.waiting_tokens -= tokens;
  counts.last_tokens = tokens;
  counts.tokens += tokens;
  counts.texts += counts.last_texts;
  counts.batches += batch.empty() ? 0U : 1U;
  return batch;
}

void Batcher::State::ComputeKind(const std::vector<Part>& batch, bool pieces, unsigned threads) {
  std::vector<Encoding> texts;
  std::vector<Matrix*> places;
  for (const Part& part : batch) {
    if (part.progress->job.pieces != pieces) continue;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      texts.push_back(std::move(part.progress->job.texts[i]));
      places.push_back(&part.progress->results[i]);
    }
  }
  if (texts.empty()) return;
  const EncodeSettings encode{.normalize = false, .threads = threads};
  if (pieces) {
    std::vector<Matrix> found = encoder->EncodeSplitPieces(texts, encode);
    for (std::size_t i = 0; i < texts.size(); ++i) *places[i] = std::move(found[i]);
    return;
  }
  const Matrix rows = encoder->EncodeSplit(texts, encode);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    Matrix row(1, rows.columns(), RowLayout::kDense);
    std::ranges::copy(rows.Row(RowId{i}), row.MutableRow(RowId{0}).begin());
    *places[i] = std::move(row);
  }
}

void Batcher::State::Compute(const std::vector<Part>& batch, unsigned threads) {
  std::exception_ptr failure;
  try {
    ComputeKind(batch, false, threads);
    ComputeKind(batch, true, threads);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) {
    for (const Part& part : batch) Answer(part);
    return;
  }
  {
    const std::scoped_lock lock(mutex);
    std::erase_if(queue, [&](const std::shared_ptr<Progress>& progress) {
      const auto failed = [&](const Part& part) { return part.progress == progress; };
      if (std::ranges::none_of(batch, failed)) return false;
      counts.waiting_tokens -= TokensOf(progress->job, progress->taken);
      return true;
    });
  }
  for (const Part& part : batch) Fail(part, failure);
}

void Batcher::State::ComputeNow(Job job) {
  const std::size_t tokens = TokensOf(job, 0);
  const auto progress = std::make_shared<Progress>(std::move(job));
  progress->taken = progress->results.size();
  {
    const std::scoped_lock lock(mutex);
    counts.last_texts = progress->taken;
    counts.last_tokens = tokens;
    counts.tokens += tokens;
    counts.texts += progress->taken;
    ++counts.batches;
  }
  Compute({{progress, 0, progress->taken}}, 1);
}

void Batcher::State::Run() {
  while (true) {
    const std::vector<Part> batch = NextBatch();
    if (!batch.empty()) {
      Compute(batch, settings.threads);
      continue;
    }
    const std::scoped_lock lock(mutex);
    if (closed && queue.empty()) return;
  }
}

Batcher::Batcher(std::shared_ptr<const Encoder> encoder, BatcherSettings settings)
    : state_(std::make_shared<State>(std::move(encoder), settings)),
      thread_([state = state_] { state->Run(); }) {}

Batcher::~Batcher() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->closed = true;
  }
  state_->changed.notify_all();
  // The last who needs the model may be an answer that the thread itself is giving; the thread then
  // ends by itself, and the state with it.
  if (thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

void Batcher::Add(Job job) {
  if (job.texts.empty()) return job.done({}, nullptr);
  if (state_->encoder->info().layers == 0) return state_->ComputeNow(std::move(job));
  const std::size_t tokens = TokensOf(job, 0);
  auto progress = std::make_shared<Progress>(std::move(job));
  std::vector<std::shared_ptr<Progress>> gone;
  {
    const std::scoped_lock lock(state_->mutex);
    gone = state_->TakeGone();
    BatcherCounts& counts = state_->counts;
    if (counts.waiting_tokens > 0 &&
        counts.waiting_tokens + tokens > state_->settings.queue_tokens) {
      throw http::HttpError(429, "too many texts are waiting; try again later");
    }
    counts.waiting_tokens += tokens;
    state_->queue.push_back(std::move(progress));
  }
  state_->changed.notify_one();
}

BatcherCounts Batcher::counts() const {
  const std::scoped_lock lock(state_->mutex);
  BatcherCounts counts = state_->counts;
  counts.waiting = state_->queue.size();
  return counts;
}

}  // namespace firth::server
