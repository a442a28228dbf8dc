/// A model as the server knows it: texts in, vectors out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "firth/encoder.h"
#include "firth/matrix.h"
#include "firth/text.h"

namespace firth::server {

/// A text, or the numbers of its tokens in the model's own vocabulary.
using Input = std::variant<std::string, std::vector<std::uint32_t>>;

/// A token as a text was cut into them.
struct Token {
  std::uint32_t id = 0;
  std::string text;
  bool special = false;  ///< stands for no part of the text
  TextRange range{};     ///< bytes of the text
};

struct ModelInfo {
  std::string name;
  std::string kind;  ///< "bert", "word-vectors"
  std::size_t dim = 0;
  std::size_t max_tokens = 0;  ///< of a text; what is beyond is cut off. 0: no limit
  std::size_t vocabulary = 0;
  std::string pooling;
  bool normalize = false;  ///< the model's own vectors have length 1
  bool at_once = false;    ///< whoever asks computes: that takes less time than a queue
  Precision precision = Precision::kFloat32;
  std::int64_t created = 0;  ///< seconds since 1970
};

/// What a client wants of its texts.
struct Wish {
  bool pieces = false;              ///< a vector a token instead of one a text
  std::optional<bool> normalize{};  ///< not given: as the model does
  std::size_t dimensions = 0;       ///< the first so many numbers; 0: all
  bool cut = true;                  ///< texts that are too long are cut, not refused
};

struct Embedded {
  std::vector<Matrix> vectors;  ///< a text's: one row, or one a token
  std::size_t tokens = 0;       ///< of all texts
  std::size_t cut = 0;          ///< texts that were longer than max_tokens
};

/// Called once, from any thread: with the result, or with what went wrong.
using Embedding = std::function<void(Embedded, std::exception_ptr)>;

/// Threads: all functions may be called from several.
class Model {
 public:
  explicit Model(ModelInfo info) : info_(std::move(info)) {}
  virtual ~Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const ModelInfo& info() const { return info_; }

  /// Calls `done` now or later. Nobody waits any more once `gone` asks to stop: `done` may then be
  /// dropped without a call. What the texts themselves make impossible, http::HttpError says.
  virtual void Embed(std::vector<Input> inputs, const Wish& wish, std::stop_token gone,
                     Embedding done) const = 0;
  /// Throws http::HttpError(422) for a text of more than `limit` tokens.
  virtual std::vector<Token> Tokenize(std::string_view text, bool special,
                                      std::size_t limit) const = 0;

 protected:
  ModelInfo info_;
};

/// Of a vector as it is answered.
std::size_t NumbersOf(const Model& model, const Wish& wish);

/// Vectors of so many numbers, of one answer.
std::size_t MostVectors(std::size_t dim);
/// Throws http::HttpError(422) when there are more.
void RequireFewVectors(std::size_t vectors, std::size_t dim);

/// Throws http::HttpError(422) for a text of more than a MiB, whose parts would take many times
/// that.
void RequireShort(std::string_view text);

/// Tokens of one answer that shows them, each in about 70 bytes.
inline constexpr std::size_t kMostTokens = 200'000;
/// Throws http::HttpError(422): there are more.
[[noreturn]] void FailOnTokens();

/// Keeps the first `dimensions` numbers of each row, and gives rows length 1 when asked to.
/// REQUIRES: dimensions <= matrix.columns().
void Finish(Matrix& matrix, std::size_t dimensions, bool normalize);

}  // namespace firth::server
