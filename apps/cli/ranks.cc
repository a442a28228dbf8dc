#include "ranks.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "base/paths.h"
#include "firth/error.h"
#include "output.h"

namespace firth::cli {
namespace {

namespace fs = std::filesystem;

std::string_view Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool IsSeveral(std::string_view number) { return !number.empty() && number != "1"; }

/// Beside the command where it was built, else where it was installed.
std::string PluginPath() {
  if (const auto named = Variable("FIRTH_MPI_PLUGIN"); !named.empty()) return std::string(named);
  constexpr const char* kName = "libfirth_mpi.so";
  std::error_code unknown;
  const fs::path folder = fs::read_symlink("/proc/self/exe", unknown).parent_path();
  const fs::path beside = folder / kName;
  if (base::Exists(beside)) return beside.string();
  return (folder / FIRTH_PLUGIN_DIR / kName).lexically_normal().string();
}

[[noreturn]] void End(Job& job, const std::string& message, int code) {
  // When all fail for one reason the first rank's word ends the job before others speak.
  if (job.rank() != 0) std::this_thread::sleep_for(std::chrono::seconds(1));
  Note(fmt::format("firth: {}: {}", job.NameOf(job.rank()), message));
  job.Abort(code);
  std::_Exit(code);
}

}  // namespace

bool IsStartedTogether() {
  const std::string_view asked = Variable("FIRTH_MPI");
  if (asked == "on") return true;
  if (asked == "off") return false;
  if (IsSeveral(Variable("OMPI_COMM_WORLD_SIZE"))) return true;
  return !Variable("PMIX_RANK").empty() && IsSeveral(Variable("SLURM_NTASKS"));
}

std::unique_ptr<Job> JoinOthers(std::chrono::seconds silence) {
  return JoinJob(PluginPath(), silence, [](const std::string& note) { Note(note); });
}

void AbortOnFailure(Job& job, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    End(job, error.what(), error.kind() == ErrorKind::kSettings ? kExitUsage : kExitFailed);
  } catch (const std::bad_alloc&) {
    End(job, "out of memory", kExitFailed);
  } catch (const std::exception& error) {
    End(job, error.what(), kExitFailed);
  }
}

}  // namespace firth::cli
