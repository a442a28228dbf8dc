#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/paths.h"
#include "distributed/job.h"
#include "firth/error.h"

namespace firth {
namespace {

/// The plug-in stays: what it has linked may have left threads and handlers behind.
firth_transport Open(const std::string& path) {
  if (!base::Exists(path)) {
    throw Error(ErrorKind::kNotFound,
                "is not there: firth was built without MPI, or its plug-in is elsewhere", path);
  }
  // Global: Open MPI's own plug-ins look for its symbols.
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot be loaded ({}): install Open MPI", ::dlerror()), path);
  }
  const auto open = reinterpret_cast<firth_transport_open>(::dlsym(library, FIRTH_TRANSPORT_OPEN));
  if (open == nullptr) {
    throw Error(ErrorKind::kFormat, "is no plug-in of this version of firth", path);
  }
  firth_transport transport{};
  if (const char* const failed = open(&transport)) {
    throw Error(ErrorKind::kIo, fmt::format("cannot join the job: {}", failed), path);
  }
  return transport;
}

}  // namespace

std::unique_ptr<Job> JoinJob(const std::string& path, std::chrono::seconds silence,
                             NoteTaker note) {
  distributed::Patience patience;
  patience.silence = silence;
  patience.worry = std::min<std::chrono::milliseconds>(patience.worry, silence / 2);
  return distributed::MakeJob(Open(path), patience, std::move(note));
}

}  // namespace firth
