#include "train/ranks/collectives.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "train/ranks/message.h"

namespace firth::train {
namespace {

std::vector<std::uint64_t> GatherNumbers(Communicator& ranks, std::uint64_t value) {
  std::string message;
  base::AppendLittleEndian(message, value);
  std::vector<std::uint64_t> values;
  for (const std::string& got : Gather(ranks, std::move(message))) {
    values.push_back(MessageReader(got).Take<std::uint64_t>());
  }
  return values;
}

}  // namespace

std::unique_ptr<Communicator::Exchange> BeginToAll(Communicator& ranks, std::string message) {
  const auto shared = std::make_shared<const std::string>(std::move(message));
  return ranks.Begin(Communicator::Outgoing(ranks.size(), shared));
}

std::vector<std::string> Gather(Communicator& ranks, std::string message) {
  std::string mine = message;
  std::vector<std::string> all = BeginToAll(ranks, std::move(message))->Wait();
  all[ranks.rank()] = std::move(mine);
  return all;
}

std::vector<std::string> AllToAll(Communicator& ranks, std::vector<std::string> messages) {
  std::string own = std::move(messages[ranks.rank()]);
  Communicator::Outgoing outgoing;
  for (std::string& message : messages) {
    outgoing.push_back(std::make_shared<const std::string>(std::move(message)));
  }
  std::vector<std::string> got = ranks.Begin(std::move(outgoing))->Wait();
  got[ranks.rank()] = std::move(own);
  return got;
}

std::vector<std::string> ToFirst(Communicator& ranks, std::string message) {
  std::vector<std::string> messages(ranks.size());
  messages.front() = std::move(message);
  std::vector<std::string> got = AllToAll(ranks, std::move(messages));
  if (ranks.rank() != 0) got.clear();
  return got;
}

std::string FromFirst(Communicator& ranks, std::string message) {
  if (ranks.rank() != 0) return std::move(BeginToAll(ranks, {})->Wait().front());
  std::string mine = message;
  BeginToAll(ranks, std::move(message))->Wait();
  return mine;
}

std::uint64_t SumOver(Communicator& ranks, std::uint64_t value) {
  std::uint64_t sum = 0;
  for (const std::uint64_t one : GatherNumbers(ranks, value)) sum += one;
  return sum;
}

std::uint64_t LargestOf(Communicator& ranks, std::uint64_t value) {
  return std::ranges::max(GatherNumbers(ranks, value));
}

}  // namespace firth::train
