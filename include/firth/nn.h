/// Layers that train: ids in, rows out, gradients back. Names, defaults and arithmetic are those of
/// torch.nn and torch.optim (docs/nn.md has every parameter); what differs is said here.
///
/// Real is float or double. Double runs the plain kernels: it is for checking gradients.
/// A batch is a span of numbers, row by row without gaps; its shape belongs to the caller, who
/// flattens ids of any shape and reads the N rows that come back as that shape x dim.
/// What input can cause (an id outside the table, a size that does not fit) is a firth::Error,
/// thrown before anything is written.
/// Threads: a layer may be used by one thread at a time; Forward of an Embedding or EmbeddingBag
/// without max_norm by several. Results are the same for any number of `Execution::threads`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "firth/cpu_target.h"
#include "firth/matrix.h"
#include "firth/types.h"

namespace firth::nn {

/// How a layer or an optimiser computes, apart from what.
struct Execution {
  unsigned threads = 1;  ///< small batches use fewer
  CpuTarget target = CpuTarget::kBest;
};

/// Borrowed ids of either width; a vector or a span of them converts by itself.
using Ids = std::variant<std::span<const std::int32_t>, std::span<const std::int64_t>>;

std::size_t Size(const Ids& ids);

/// The gradient of a table of which few rows were used: `rows` sorted, each once, and for row
/// rows()[i] the gradient Row(i). Its memory is kept for the next batch, so reuse one.
template <class Real>
class SparseGrad {
 public:
  std::size_t size() const { return rows_.size(); }
  std::size_t columns() const { return columns_; }
  std::span<const RowId> rows() const { return rows_; }
  /// [size(), columns()], without gaps. Valid until the next Reset or Backward into this.
  BasicMatrixView<Real> values() const { return {values_.view().data, size(), columns_, columns_}; }
  std::span<const Real> Row(std::size_t i) const {
    return {values_.view().data + i * columns_, columns_};
  }

  /// Takes these rows; the values are unspecified until written through MutableRow.
  /// REQUIRES: rows sorted, each once.
  void Reset(std::vector<RowId> rows, std::size_t columns);
  std::span<Real> MutableRow(std::size_t i) {
    return {values_.MutableRowData(RowId{0}) + i * columns_, columns_};
  }

  /// The same as a table-sized gradient: zeros, and the rows where they belong.
  /// Throws Error(kInput) unless `out` is a whole number of rows and has room for the last one.
  void ToDense(std::span<Real> out) const;

 private:
  std::size_t columns_ = 0;
  std::vector<RowId> rows_;
  BasicMatrix<Real> values_;  ///< memory for at least size() * columns_ numbers
};

/// What Embedding and EmbeddingBag have in common.
struct TableSettings {
  /// This row gets no gradient, and a bag leaves it out. Negative counts from the end.
  std::optional<std::int64_t> padding_idx;
  /// A used row (the padding row too) that is longer is scaled to this length before the lookup,
  /// in place: row *= max_norm / (length + 1e-7).
  std::optional<double> max_norm;
  double norm_type = 2;  ///< length is the p-norm with this p, infinities and 0 included
  /// Divides each occurrence's gradient by how often its id stands in the batch.
  bool scale_grad_by_freq = false;
};

/// A table of rows that is looked up and trained.
template <class Real>
class Embedding {
 public:
  /// Random rows, N(0, 1), each a function of (seed, row), the padding row zeros.
  /// Throws Error(kSettings) for a padding_idx outside [-rows, rows), no rows, no columns, or a
  /// max_norm or norm_type that is not a number; Error(kMemory).
  Embedding(std::size_t rows, std::size_t columns, const TableSettings& settings = {},
            std::uint64_t seed = 1, const Execution& execution = {});

  /// Takes the rows as they are, the padding row too. A matrix that borrows another's memory
  /// (BasicMatrix::BorrowWritable) is trained in place. Throws as above, and Error(kSettings) when
  /// `weight` is not writable but must be: not frozen, or max_norm given.
  static Embedding FromPretrained(BasicMatrix<Real> weight, bool freeze = true,
                                  const TableSettings& settings = {},
                                  const Execution& execution = {});

  std::size_t rows() const { return weight_.rows(); }
  std::size_t columns() const { return weight_.columns(); }
  bool frozen() const { return frozen_; }
  /// The padding row, counted from 0.
  std::optional<RowId> padding_row() const { return padding_; }
  const TableSettings& settings() const { return settings_; }
  const Execution& execution() const { return execution_; }
  const BasicMatrix<Real>& weight() const { return weight_; }
  BasicMatrix<Real>& weight() { return weight_; }

  /// out[i] = row ids[i], the padding row as it is stored. Throws Error(kInput) that names an id
  /// outside [0, rows()) and the limit, or unless out.size() == Size(ids) * columns().
  void Forward(const Ids& ids, std::span<Real> out);
  /// The same into a new matrix without gaps. (New memory costs more than the lookup: reuse `out`.)
  BasicMatrix<Real> Forward(const Ids& ids);

  /// `out` = the table's gradient, given that of Forward's output for the same ids. Rows are added
  /// in the order of the batch. No rows when frozen. Throws as Forward.
  void Backward(const Ids& ids, std::span<const Real> grad, SparseGrad<Real>& out) const;

 private:
  Embedding(BasicMatrix<Real> weight, bool frozen, const TableSettings& settings,
            const Execution& execution);

  BasicMatrix<Real> weight_;
  bool frozen_;
  TableSettings settings_;
  std::optional<RowId> padding_;
  Execution execution_;
};

enum class BagMode { kSum, kMean, kMax };

struct BagSettings : TableSettings {
  BagMode mode = BagMode::kMean;
  /// The last offset is the end of the last bag, not the start of one more.
  bool include_last_offset = false;
};

/// A batch of bags of ids, borrowed.
template <class Real>
struct Bags {
  Ids ids;
  /// Where each bag starts among the ids: the first 0, none before the one before it, the last at
  /// most Size(ids). Empty: bags of `width` ids each (the 2-D form).
  Ids offsets = {};
  std::size_t width = 0;
  /// What each id counts in a sum, in the order of the ids; empty: 1 each. For kSum alone.
  std::span<const Real> weights = {};
  /// How many bags there are when there are no ids, no offsets and `width` is 0: all of them empty.
  std::size_t empty_bags = 0;
};

/// Sums, means or maxima of rows. Padding ids are in no reduction and in no mean's divisor; an
/// empty bag gives zeros and no gradient.
template <class Real>
class EmbeddingBag {
 public:
  /// As Embedding; also throws Error(kSettings) for kMax with scale_grad_by_freq.
  EmbeddingBag(std::size_t rows, std::size_t columns, const BagSettings& settings = {},
               std::uint64_t seed = 1, const Execution& execution = {});
  static EmbeddingBag FromPretrained(BasicMatrix<Real> weight, bool freeze = true,
                                     const BagSettings& settings = {},
                                     const Execution& execution = {});

  std::size_t rows() const { return table_.rows(); }
  std::size_t columns() const { return table_.columns(); }
  bool frozen() const { return table_.frozen(); }
  std::optional<RowId> padding_row() const { return table_.padding_row(); }
  const BagSettings& settings() const { return settings_; }
  const Execution& execution() const { return execution_; }
  const BasicMatrix<Real>& weight() const { return table_.weight(); }
  BasicMatrix<Real>& weight() { return table_.weight(); }

  /// How many bags these are. Throws Error(kInput) when offsets, width or weights do not fit.
  std::size_t Count(const Bags<Real>& bags) const;

  /// Which id of a bag gave each number of a maximum: its place among the ids, the first of equals.
  using Winners = std::vector<std::uint32_t>;
  static constexpr std::uint32_t kNoWinner = std::numeric_limits<std::uint32_t>::max();

  /// out[b] = the reduction of bag b. `winners`, when given and the mode is kMax, becomes
  /// [bags, columns()] for Backward. Throws Error(kInput) as Embedding::Forward and Count do;
  /// Error(kSettings) for weights with another mode than kSum.
  void Forward(const Bags<Real>& bags, std::span<Real> out, Winners* winners = nullptr);
  BasicMatrix<Real> Forward(const Bags<Real>& bags, Winners* winners = nullptr);

  /// `out` = the table's gradient, given that of Forward's output for the same bags. `winners`, for
  /// kMax alone, is what Forward left. `weights_grad`, when not empty, takes the gradient of
  /// bags.weights, 0 at padding: <gradient of the bag, row>, the rows as they are now.
  void Backward(const Bags<Real>& bags, std::span<const Real> grad, SparseGrad<Real>& out,
                const Winners* winners = nullptr, std::span<Real> weights_grad = {}) const;

 private:
  EmbeddingBag(Embedding<Real> table, const BagSettings& settings, const Execution& execution);

  Embedding<Real> table_;
  BagSettings settings_;
  Execution execution_;
};

/// The layer that Embedding replaces: id -> `size` numbers, a 1 at the id's place, 0 elsewhere.
/// Its product with a matrix is that matrix's rows: a lookup.
template <class Real>
class OneHot {
 public:
  explicit OneHot(std::size_t size) : size_(size) {}
  std::size_t size() const { return size_; }
  /// out: [Size(ids), size()]. Throws as Embedding::Forward.
  void Forward(const Ids& ids, std::span<Real> out) const;

 private:
  std::size_t size_;
};

template <class Real>
struct LinearGrad {
  BasicMatrix<Real> weight;  ///< [outputs, inputs]
  std::vector<Real> bias;    ///< [outputs], empty without a bias
};

/// y = x W^T + b.
template <class Real>
class Linear {
 public:
  /// W and b uniform in ±1 / sqrt(inputs). Throws Error(kSettings) when either size is 0.
  Linear(std::size_t inputs, std::size_t outputs, bool bias = true, std::uint64_t seed = 1,
         const Execution& execution = {});

  std::size_t inputs() const { return weight_.columns(); }
  std::size_t outputs() const { return weight_.rows(); }
  BasicMatrix<Real>& weight() { return weight_; }
  const BasicMatrix<Real>& weight() const { return weight_; }
  /// [1, outputs()], or [0, 0] without a bias.
  BasicMatrix<Real>& bias() { return bias_; }
  const BasicMatrix<Real>& bias() const { return bias_; }
  const Execution& execution() const { return execution_; }

  /// x: [N, inputs()], y: [N, outputs()]. Throws Error(kInput) when the sizes do not fit.
  void Forward(std::span<const Real> x, std::span<Real> y) const;
  /// Writes the gradients of W and b, and of x when `grad_x` is not empty.
  void Backward(std::span<const Real> x, std::span<const Real> grad_y, LinearGrad<Real>& grad,
                std::span<Real> grad_x = {}) const;

 private:
  BasicMatrix<Real> weight_;
  BasicMatrix<Real> bias_;
  Execution execution_;
};

/// x = max(x, 0), in place.
template <class Real>
void Relu(std::span<Real> x);
/// grad = 0 where Relu's result `y` is 0, in place. Throws Error(kInput) when the sizes differ.
template <class Real>
void ReluBackward(std::span<const Real> y, std::span<Real> grad);

/// 1 / (1 + exp(-x)), without overflow.
template <class Real>
Real Sigmoid(Real x);

enum class Reduction { kMean, kSum };

// The losses give the loss and, unless `grad` is empty, write its derivative by each score.
// They throw Error(kInput) when sizes do not fit.

/// Binary cross entropy of sigmoid(score): max(x, 0) - x y + log(1 + exp(-|x|)), labels 0 to 1.
/// kMean divides by the number of scores. torch.nn.BCEWithLogitsLoss.
template <class Real>
double SigmoidLoss(std::span<const Real> scores, std::span<const Real> labels, std::span<Real> grad,
                   Reduction reduction = Reduction::kMean);

/// -log softmax(scores)[target] for each row of scores: [Size(targets), classes]. kMean divides by
/// the number of rows. Throws Error(kInput) for a target outside [0, classes).
/// torch.nn.CrossEntropyLoss.
template <class Real>
double SoftmaxLoss(std::span<const Real> scores, const Ids& targets, std::span<Real> grad,
                   Reduction reduction = Reduction::kMean);

/// (score - label)^2. torch.nn.MSELoss.
template <class Real>
double SquaredLoss(std::span<const Real> scores, std::span<const Real> labels, std::span<Real> grad,
                   Reduction reduction = Reduction::kMean);

struct SgdSettings {
  double lr = 1e-3;
};

struct AdagradSettings {
  double lr = 1e-2;
  double lr_decay = 0;
  double initial_accumulator_value = 0;
  double eps = 1e-10;
};

struct AdamSettings {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
};

/// Moves one parameter, a matrix, against its gradient, and keeps what that needs from step to
/// step: one optimiser a parameter.
///   SGD         w -= lr g
///   Adagrad     s += g^2; w -= lr / (1 + (t - 1) lr_decay) g / (sqrt(s) + eps)
///   Adam        m += (g - m)(1 - b1); v = b2 v + (1 - b2) g^2;
///               w -= lr / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)
///   SparseAdam  the same moments, of the gradient's rows alone;
///               w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps)
/// where t counts the steps from 1. A sparse step touches the gradient's rows alone.
template <class Real>
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Throws Error(kInput) when shapes do not fit or `weight` is not writable; Error(kSettings) from
  /// Adam, whose moments of all rows move at every step: SparseAdam is for tables.
  virtual void Step(BasicMatrix<Real>& weight, const SparseGrad<Real>& grad) = 0;
  /// grad: [rows, columns], without gaps. Error(kSettings) from SparseAdam.
  virtual void Step(BasicMatrix<Real>& weight, std::span<const Real> grad) = 0;
  void Step(BasicMatrix<Real>& weight, const BasicMatrix<Real>& grad);

  virtual void set_lr(double lr) = 0;
  /// The matrices kept from step to step, by torch's names: "sum"; "exp_avg", "exp_avg_sq". Null
  /// when there is none of that name, or no step was taken.
  virtual const BasicMatrix<Real>* State(std::string_view name) const = 0;
};

/// Each throws Error(kSettings) for a setting out of range (a negative lr, a beta outside [0, 1)).
template <class Real>
std::unique_ptr<Optimizer<Real>> MakeSgd(const SgdSettings& settings = {},
                                         const Execution& execution = {});
template <class Real>
std::unique_ptr<Optimizer<Real>> MakeAdagrad(const AdagradSettings& settings = {},
                                             const Execution& execution = {});
template <class Real>
std::unique_ptr<Optimizer<Real>> MakeAdam(const AdamSettings& settings = {},
                                          const Execution& execution = {});
template <class Real>
std::unique_ptr<Optimizer<Real>> MakeSparseAdam(const AdamSettings& settings = {},
                                                const Execution& execution = {});

}  // namespace firth::nn
