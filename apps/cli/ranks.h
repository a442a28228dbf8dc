/// The command as one of several processes that mpirun has started.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "firth/distributed.h"

namespace firth::cli {

/// Whether this process was started with others, as the starter's variables say: those of Open MPI,
/// or of Slurm with PMIx. FIRTH_MPI=on and off overrule them.
bool IsStartedTogether();

/// Joins the others, through FIRTH_MPI_PLUGIN or the plug-in beside the command. Throws as JoinJob
/// does.
std::unique_ptr<Job> JoinOthers(std::chrono::seconds silence);

/// Does `work`; when it fails, says so and ends the whole job. Where all fail alike, one says it.
void AbortOnFailure(Job& job, const std::function<void()>& work);

}  // namespace firth::cli
