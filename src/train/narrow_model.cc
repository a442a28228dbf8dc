#include "train/narrow_model.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "firth/error.h"
#include "matrix/file_matrix.h"

namespace firth::train {
namespace {

/// Rounding could make a number of what is none (kernels::NarrowPlan).
void RequireFinite(std::span<const float> row) {
  if (std::ranges::all_of(row, [](float number) { return std::isfinite(number); })) return;
  throw Error(ErrorKind::kInput,
              "the vectors that training starts from hold numbers that are not finite: --storage "
              "bf16 cannot train on from them");
}

matrix::NarrowMatrix NarrowOf(const Matrix& from, const kernels::Kernels<float>& kernels,
                              kernels::Rounding& rounding) {
  matrix::NarrowMatrix narrow(from.rows(), from.columns());
  Matrix padded(1, from.columns());
  for (std::uint32_t i = 0; i < from.rows(); ++i) {
    RequireFinite(from.Row(RowId{i}));
    std::ranges::copy(from.Row(RowId{i}), padded.MutableRow(RowId{0}).begin());
    narrow.Write(kernels, RowId{i}, padded.MutableRowData(RowId{0}), rounding);
  }
  return narrow;
}

void WidenInto(matrix::NarrowMatrix& narrow, const kernels::Kernels<float>& kernels, Matrix& to) {
  Matrix padded(1, narrow.columns());
  for (std::uint32_t i = 0; i < narrow.rows(); ++i) {
    narrow.Read(kernels, RowId{i}, padded.MutableRowData(RowId{0}));
    std::ranges::copy(padded.Row(RowId{0}), to.MutableRow(RowId{i}).begin());
  }
}

}  // namespace

NarrowModel::NarrowModel(TrainedModel& model, const TrainSettings& settings)
    : model_(model), kernels_(kernels::KernelsFor<float>(settings.cpu_target)) {
  kernels::Rounding rounding(settings.seed);
  input_ = NarrowOf(model.input, kernels_, rounding);
  matrix::LetGo(model.input);
  output_ = NarrowOf(model.output, kernels_, rounding);
  matrix::LetGo(model.output);
}

void NarrowModel::Widen() {
  WidenInto(input_, kernels_, model_.input);
  WidenInto(output_, kernels_, model_.output);
}

void NarrowModel::LetGo() {
  matrix::LetGo(model_.input);
  matrix::LetGo(model_.output);
}

}  // namespace firth::train
