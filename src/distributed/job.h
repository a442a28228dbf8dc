/// A job over any transport.
#pragma once

#include "distributed/post.h"
#include "firth/distributed.h"

namespace firth::distributed {

/// The job that `transport` has joined. At its end it says so to all, and waits for theirs.
std::unique_ptr<Job> MakeJob(const firth_transport& transport, const Patience& patience,
                             NoteTaker note);

}  // namespace firth::distributed
