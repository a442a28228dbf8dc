/// Several processes of firth, on one machine or on many, as the ranks of one job.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "firth/communicator.h"

namespace firth {

/// A communicator whose job can be ended.
class Job : public Communicator {
 public:
  /// Ends the whole job, all ranks, with this exit code; does not return where the plug-in can.
  virtual void Abort(int code) = 0;
};

/// Hears what a user should know; called from a thread of its own.
using NoteTaker = std::function<void(const std::string& note)>;

/// Joins the job that this process was started in (by mpirun, or by what stands in its place),
/// through the plug-in at `path`, a shared object that brings MPI. A rank that is silent for a
/// while, or that others wait for, is named in a `note` of one other; when it is silent for
/// `silence`, all give up: Exchange::Wait throws. All ranks call it; its end waits for the end of
/// the others. At most one in a process, once. Throws Error: kNotFound when there is no such file
/// or it needs a library that is missing, kFormat when it is no plug-in of this version, kIo.
std::unique_ptr<Job> JoinJob(const std::string& path, std::chrono::seconds silence,
                             NoteTaker note = {});

}  // namespace firth
