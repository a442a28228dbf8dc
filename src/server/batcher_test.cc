#include "server/batcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <stdexcept>

#include "base/error_testing.h"
#include "encoder/encoder_testing.h"
#include "firth/error.h"
#include "http/message.h"

namespace firth::server {
namespace {

using testing::HasSubstr;

using Results = std::vector<Matrix>;

std::vector<float> RowOf(const Matrix& matrix, std::uint32_t row = 0) {
  const auto numbers = matrix.Row(RowId{row});
  return {numbers.begin(), numbers.end()};
}

class BatcherTest : public testing::Test {
 protected:
  BatcherTest() : encoder_(std::make_shared<const Encoder>(Encoder::Load(encoder::SmallModel()))) {}

  std::vector<Encoding> Split(const std::vector<std::string_view>& texts) const {
    return encoder_->Split(texts);
  }

  /// Adds texts; the results come by the future.
  std::future<Results> Add(Batcher& batcher, const std::vector<std::string_view>& texts,
                           bool pieces = false, std::stop_token gone = {}) const {
    auto promise = std::make_shared<std::promise<Results>>();
    auto future = promise->get_future();
    batcher.Add({.texts = Split(texts),
                 .pieces = pieces,
                 .gone = std::move(gone),
                 .done = [promise](Results results, const std::exception_ptr& failure) {
                   if (failure) return promise->set_exception(failure);
                   promise->set_value(std::move(results));
                 }});
    return future;
  }

  /// Holds the batcher's thread until the latch opens.
  void Block(Batcher& batcher, std::latch& open) const {
    auto begun = std::make_shared<std::latch>(1);
    batcher.Add({.texts = Split({"the"}), .gone = {}, .done = [&open, begun](auto, auto) {
                   begun->count_down();
                   open.wait();
                 }});
    begun->wait();
  }

  const std::vector<std::string_view> texts_ = {"the bank of the river.", "money", "the banks"};
  std::shared_ptr<const Encoder> encoder_;
};

TEST_F(BatcherTest, GivesWhatTheEncoderGives) {
  const Matrix expected = encoder_->Encode(texts_).vectors;
  for (const std::size_t tokens : {1U, 9U, 8192U}) {
    Batcher batcher(encoder_, {.batch_tokens = tokens, .threads = 1});
    const Results got = Add(batcher, texts_).get();
    const Results pieces = Add(batcher, texts_, true).get();
    for (std::uint32_t i = 0; i < texts_.size(); ++i) {
      EXPECT_EQ(RowOf(got[i]), RowOf(expected, i));
      EXPECT_EQ(pieces[i].rows(), Split(texts_)[i].ids.size());
    }
    EXPECT_EQ(batcher.counts().texts, 2 * texts_.size());
    EXPECT_EQ(batcher.counts().waiting_tokens, 0U);
  }
}

TEST_F(BatcherTest, TextsOfSeveralClientsShareABatch) {
  Batcher batcher(encoder_, {.threads = 1});
  std::latch open(1);
  Block(batcher, open);
  auto one = Add(batcher, texts_);
  auto two = Add(batcher, {"river"});
  open.count_down();
  EXPECT_EQ(one.get().size(), 3U);
  EXPECT_EQ(two.get().size(), 1U);
  EXPECT_EQ(batcher.counts().batches, 2U);
  EXPECT_EQ(batcher.counts().last_texts, 4U);
}

TEST_F(BatcherTest, AShortJobNeedNotWaitForALongOne) {
  Batcher batcher(encoder_, {.batch_tokens = 12, .threads = 1});
  std::latch open(1);
  Block(batcher, open);
  std::vector<int> order;
  const auto add = [&](int number, std::vector<Encoding> texts) {
    batcher.Add({.texts = std::move(texts), .gone = {}, .done = [&order, number](auto, auto) {
                   order.push_back(number);
                 }});
  };
  add(1, Split(std::vector<std::string_view>(40, "the river")));
  add(2, Split({"money"}));
  auto last = Add(batcher, std::vector<std::string_view>(60, "the river"));
  open.count_down();
  last.get();
  EXPECT_EQ(order, (std::vector<int>{2, 1}));
}

TEST_F(BatcherTest, DropsJobsWhoseClientsHaveGone) {
  Batcher batcher(encoder_, {.threads = 1});
  std::latch open(1);
  Block(batcher, open);
  std::stop_source gone;
  auto dropped = Add(batcher, texts_, false, gone.get_token());
  auto kept = Add(batcher, texts_);
  gone.request_stop();
  open.count_down();
  EXPECT_EQ(kept.get().size(), 3U);
  EXPECT_THROW(dropped.get(), std::future_error);
  EXPECT_EQ(batcher.counts().texts, 4U);
}

TEST_F(BatcherTest, RefusesMoreThanItsQueueHolds) {
  Batcher batcher(encoder_, {.queue_tokens = 20, .threads = 1});
  std::latch open(1);
  Block(batcher, open);
  auto large = Add(batcher, std::vector<std::string_view>(10, "the river"));  // alone, it may come
  EXPECT_THAT([&] { Add(batcher, {"money"}); }, testing::ThrowsMessage<http::HttpError>(
                                                    "too many texts are waiting; try again later"));
  open.count_down();
  EXPECT_EQ(large.get().size(), 10U);
}

TEST_F(BatcherTest, AFailureIsOfItsJobsAlone) {
  Batcher batcher(encoder_, {.batch_tokens = 4, .threads = 1});
  auto promise = std::make_shared<std::promise<void>>();
  std::vector<Encoding> texts = Split({"the", "river", "money"});
  texts[1].ids = {PieceId{1000}};
  int calls = 0;
  batcher.Add(
      {.texts = std::move(texts), .gone = {}, .done = [&](auto, const std::exception_ptr& e) {
         ++calls;
         promise->set_exception(e);
       }});
  EXPECT_THAT(base::MessageOfError([&] { promise->get_future().get(); }),
              HasSubstr("there is no piece 1000; the model has 12"));
  EXPECT_EQ(Add(batcher, {"money"}).get().size(), 1U);
  EXPECT_EQ(calls, 1);
}

TEST_F(BatcherTest, ItsLastUserMayBeItsOwnAnswer) {
  auto batcher = std::make_shared<Batcher>(encoder_, BatcherSettings{.threads = 1});
  std::promise<void> done;
  std::latch added(1);
  batcher->Add(
      {.texts = Split({"the"}), .gone = {}, .done = [&added, &done, batcher](auto, auto) mutable {
         added.wait();
         batcher.reset();
         done.set_value();
       }});
  batcher.reset();
  added.count_down();
  done.get_future().get();
}

TEST_F(BatcherTest, ComputesWhatWaitsBeforeItEnds) {
  std::future<Results> results;
  {
    Batcher batcher(encoder_, {.batch_tokens = 1, .threads = 1});
    results = Add(batcher, texts_);
  }
  EXPECT_EQ(results.get().size(), 3U);
}

}  // namespace
}  // namespace firth::server
