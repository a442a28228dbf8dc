/// What all ranks do together, made of exchanges. All ranks call the same in the same order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "firth/communicator.h"

namespace firth::train {

/// Begins an exchange in which everyone gets the same message.
std::unique_ptr<Communicator::Exchange> BeginToAll(Communicator& ranks, std::string message);

/// The messages of all ranks by number, this one's too.
std::vector<std::string> Gather(Communicator& ranks, std::string message);

/// messages[r] goes to rank r; what came from each rank by number, this one's own too.
std::vector<std::string> AllToAll(Communicator& ranks, std::vector<std::string> messages);

/// The messages of all ranks by number at rank 0, its own too; nothing elsewhere.
std::vector<std::string> ToFirst(Communicator& ranks, std::string message);

/// The message of rank 0; those of others are not looked at.
std::string FromFirst(Communicator& ranks, std::string message);

/// The sum, and the largest, over all ranks.
std::uint64_t SumOver(Communicator& ranks, std::uint64_t value);
std::uint64_t LargestOf(Communicator& ranks, std::uint64_t value);

}  // namespace firth::train
