#include <algorithm>
#include <array>

#include "machine/bodies.h"
#include "machine/fill.h"
#include "machine/window_step.h"

namespace firth::machine {
namespace {

/// A thread's way through its windows: where it stands, and the rows of the next two. While one
/// window is worked on, the rows of the second after it are asked for, as training does.
class Walk {
 public:
  Walk(const kernels::Kernels<float>& kernels, const MixData& data, MatrixPair& pair, MixWork work,
       RowSharing sharing, unsigned thread)
      : windows_(data.windows[thread]),
        pair_(pair),
        work_(work),
        step_(kernels, pair.input.stride()),
        disjoint_(sharing == RowSharing::kDisjoint),
        threads_(static_cast<std::uint32_t>(data.windows.size())),
        thread_(thread),
        part_(static_cast<std::uint32_t>(data.vocabulary) / threads_) {
    for (Rows& rows : ahead_) Find(rows);
  }

  void Go(std::size_t windows) {
    for (std::size_t i = 0; i < windows; ++i) {
      const Rows rows = ahead_[at_ % kAhead];
      Rows& coming = ahead_[at_ % kAhead];
      Find(coming);
      step_.Do(work_, rows.inputs, rows.outputs, coming.all);
    }
  }

 private:
  static constexpr std::size_t kAhead = 2;

  struct Rows {
    WindowStep::Inputs inputs;
    WindowStep::Outputs outputs;
    std::array<const float*, kWindowInputs + kWindowOutputs> all;
  };

  /// The rows of the window at `at_`, which moves on.
  void Find(Rows& rows) {
    const WindowRows& window = windows_[at_++ % windows_.size()];
    for (std::size_t i = 0; i < kWindowInputs; ++i) {
      rows.inputs[i] = Row(pair_.input, window.inputs[i]);
    }
    for (std::size_t i = 0; i < kWindowOutputs; ++i) {
      rows.outputs[i] = Row(pair_.output, window.outputs[i]);
    }
    std::ranges::copy(rows.inputs, rows.all.begin());
    std::ranges::copy(rows.outputs, rows.all.begin() + kWindowInputs);
  }

  /// Disjoint rows: each thread has a part of the matrix of its own, whole, so that no processor
  /// fetches the line beside a row on another's behalf. Words of neighbouring ranks become one row,
  /// which keeps the law of the rows nearly as it is; two outputs of a window may then be one row.
  float* Row(Matrix& matrix, std::uint32_t number) const {
    if (disjoint_) number = std::min(number / threads_, part_ - 1) + thread_ * part_;
    return matrix.MutableRowData(RowId{number});
  }

  const std::vector<WindowRows>& windows_;
  MatrixPair& pair_;
  MixWork work_;
  WindowStep step_;
  bool disjoint_;
  std::uint32_t threads_;
  std::uint32_t thread_;
  std::uint32_t part_;  ///< rows of a thread's part
  std::size_t at_ = 0;
  Rows ahead_[kAhead] = {};
};

}  // namespace

MatrixPair::MatrixPair(std::size_t vocabulary, std::size_t dim)
    : input(vocabulary, dim), output(vocabulary, dim) {
  Fill(input, 1);
  Fill(output, 2);
}

Chunk HotStep(const kernels::Kernels<float>& kernels, StepModel model, std::size_t dim) {
  struct Rows {
    MatrixPair pair;
    WindowStep step;
    WindowStep::Inputs inputs{};
    WindowStep::Outputs outputs{};
  };
  const auto rows =
      std::make_shared<Rows>(Rows{MatrixPair(kWindowInputs, dim),
                                  WindowStep(kernels, RowStride<float>(dim, RowLayout::kPadded))});
  for (std::uint32_t i = 0; i < kWindowInputs; ++i) {
    rows->inputs[i] = rows->pair.input.MutableRowData(RowId{i});
  }
  for (std::uint32_t i = 0; i < kWindowOutputs; ++i) {
    rows->outputs[i] = rows->pair.output.MutableRowData(RowId{i});
  }
  const MixWork work = model == StepModel::kSkipgram ? MixWork::kSkipgram : MixWork::kCbow;
  return [rows, work](unsigned /*thread*/) {
    constexpr int kSteps = 64;
    for (int i = 0; i < kSteps; ++i) rows->step.Do(work, rows->inputs, rows->outputs, {});
    return double{kSteps};
  };
}

Chunk Mix(const kernels::Kernels<float>& kernels, const std::shared_ptr<const MixData>& data,
          const Pairs& pairs, MixWork work, RowSharing sharing) {
  const auto walks = std::make_shared<std::vector<std::unique_ptr<Walk>>>();
  for (unsigned thread = 0; thread < data->windows.size(); ++thread) {
    MatrixPair& pair = sharing == RowSharing::kPrivate ? (*pairs)[thread] : pairs->back();
    walks->push_back(std::make_unique<Walk>(kernels, *data, pair, work, sharing, thread));
  }
  return [walks, data, pairs](unsigned thread) {
    constexpr std::size_t kWindows = 256;
    (*walks)[thread]->Go(kWindows);
    return static_cast<double>(kWindows);
  };
}

}  // namespace firth::machine
