// The plug-in over MPI: the one place that includes <mpi.h>. It is a file of its own, so that firth
// runs where no MPI is installed.
#include <mpi.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

#include "distributed/transport.h"

namespace {

constexpr int kTag = 0;

char problem[MPI_MAX_ERROR_STRING + 1];

const char* TextOf(int code) {
  if (code == MPI_SUCCESS) return nullptr;
  int length = 0;
  MPI_Error_string(code, problem, &length);
  return problem;
}

const char* Send(int to, const void* bytes, std::uint64_t count, void** request) {
  auto pending = std::make_unique<MPI_Request>();
  const char* const failed = TextOf(
      MPI_Isend(bytes, static_cast<int>(count), MPI_BYTE, to, kTag, MPI_COMM_WORLD, pending.get()));
  if (failed == nullptr) *request = pending.release();
  return failed;
}

const char* Probe(int* from, std::uint64_t* count, void** message) {
  *message = nullptr;
  int there = 0;
  auto matched = std::make_unique<MPI_Message>();
  MPI_Status status;
  const int code =
      MPI_Improbe(MPI_ANY_SOURCE, kTag, MPI_COMM_WORLD, &there, matched.get(), &status);
  if (code != MPI_SUCCESS || there == 0) return TextOf(code);
  int bytes = 0;
  MPI_Get_count(&status, MPI_BYTE, &bytes);
  *from = status.MPI_SOURCE;
  *count = static_cast<std::uint64_t>(bytes);
  *message = matched.release();
  return nullptr;
}

const char* Receive(void* message, void* bytes, std::uint64_t count, void** request) {
  const std::unique_ptr<MPI_Message> matched(static_cast<MPI_Message*>(message));
  auto pending = std::make_unique<MPI_Request>();
  const char* const failed =
      TextOf(MPI_Imrecv(bytes, static_cast<int>(count), MPI_BYTE, matched.get(), pending.get()));
  if (failed == nullptr) *request = pending.release();
  return failed;
}

const char* Test(void* request, int* done) {
  auto* const pending = static_cast<MPI_Request*>(request);
  const char* const failed = TextOf(MPI_Test(pending, done, MPI_STATUS_IGNORE));
  if (failed != nullptr || *done != 0) delete pending;
  return failed;
}

void Abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

void Finish() { MPI_Finalize(); }

// Open MPI writes to its sockets without MSG_NOSIGNAL: the signal of a lost rank's socket would end
// this rank too, at times the first, and mpirun would name this one and not the one that is lost.
void IgnoreBrokenPipes() {
  struct sigaction now {};
  sigaction(SIGPIPE, nullptr, &now);
  if (now.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const char* firth_transport_open_v1(
    firth_transport* transport) {
  IgnoreBrokenPipes();
  int level = 0;
  if (const char* failed =
          TextOf(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &level))) {
    return failed;
  }
  if (level < MPI_THREAD_SERIALIZED) return "this MPI was built without threads";
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  transport->version = FIRTH_TRANSPORT_VERSION;
  MPI_Comm_rank(MPI_COMM_WORLD, &transport->rank);
  MPI_Comm_size(MPI_COMM_WORLD, &transport->size);
  char host[MPI_MAX_PROCESSOR_NAME];
  int length = 0;
  MPI_Get_processor_name(host, &length);
  std::snprintf(transport->host, sizeof transport->host, "%.*s", length, host);
  transport->send = Send;
  transport->probe = Probe;
  transport->receive = Receive;
  transport->test = Test;
  transport->abort = Abort;
  transport->finish = Finish;
  return nullptr;
}
