/// Models behind HTTP, for the clients of OpenAI's and of Hugging Face's servers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/encoder.h"

namespace firth {

/// A folder of a BERT, or a file of word vectors.
struct ModelSource {
  std::string name{};  ///< by which clients ask for it; empty: the file's or folder's own
  std::string path{};
};

/// One event of a server, as a line of JSON without its end. No text of a client's is in it.
using ServeLog = std::function<void(std::string_view line)>;

struct ServeSettings {
  std::vector<ModelSource> models{};
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;      ///< 0: a free one
  std::string tls_certificate{};  ///< files in PEM; both or none
  std::string tls_key{};
  std::vector<std::string> api_keys{};  ///< any of them opens all but /health; none: open to all
  std::vector<std::string> cors_origins{};  ///< whose pages may ask ("*": anybody's); none: off

  Precision precision = Precision::kFloat32;  ///< of the weights of BERTs
  unsigned threads = 0;                       ///< compute an encoder's batches; 0: one a processor
  std::size_t batch_tokens = 8192;            ///< computed together
  std::size_t queue_tokens = 1U << 20;  ///< of an encoder's, waiting; more are refused with 429
  std::size_t items = 2048;             ///< texts of one request
  std::size_t body_bytes = 8U << 20;    ///< of one request
  std::size_t connections = 4096;
  std::size_t requests = 512;  ///< at once; more are refused with 429
  std::chrono::milliseconds read_time{10'000};
  std::chrono::milliseconds answer_time{60'000};
  std::chrono::milliseconds drain_time{30'000};
  /// Folder of the indexes of texts that clients make; empty: they can make none.
  std::string indexes{};
  bool cut = true;  ///< texts that are too long are cut unless a client says otherwise
  std::uint64_t memory_limit = 0;  ///< bytes that word vectors may take; 0: no limit
  CpuTarget target = CpuTarget::kBest;
  ServeLog log{};  ///< called on the server's threads
};

/// Serves from its construction on, until it is drained. docs/serve.md says what is answered.
/// Threads: all functions may be called from any.
class Server {
 public:
  /// Loads the models and listens. Throws Error as Encoder::Load and ReadWordVectors do; kSettings;
  /// kIo (the port is taken); kFormat (a TLS file is broken).
  explicit Server(ServeSettings settings);
  /// Ends everything at once, unless it was drained.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// "http://127.0.0.1:8080"
  std::string url() const;

  /// Loads all models again and then lets them take the place of the old ones: requests go on with
  /// those that they began with. Throws Error, the old ones staying, when one cannot be loaded.
  void Reload();

  /// Answers what has come, takes nothing new, and returns when all is done. True when nothing had
  /// to be cut off after drain_time.
  bool Drain();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace firth
