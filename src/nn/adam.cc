#include <cmath>

#include "firth/error.h"
#include "firth/nn.h"
#include "kernels/kernels.h"
#include "nn/optimizer_rows.h"

namespace firth::nn {
namespace {

/// Adam and SparseAdam: the same moments, of all rows or of the gradient's alone, and eps added
/// after or before the second moment's correction.
template <class Real, bool kSparse>
class Adam final : public Optimizer<Real> {
 public:
  Adam(const AdamSettings& settings, const Execution& execution)
      : settings_(settings), execution_(execution) {
    set_lr(settings.lr);
    for (const auto& [name, beta] :
         {std::pair("beta1", settings.beta1), std::pair("beta2", settings.beta2)}) {
      RequireSetting(beta >= 0 && beta < 1, name, beta, "at least 0 and below 1");
    }
    RequireSetting(settings.eps >= 0, "eps", settings.eps, "0 or more");
  }

  void Step(BasicMatrix<Real>& weight, const SparseGrad<Real>& grad) override {
    if constexpr (kSparse) {
      RequireFit(weight, grad);
      Begin(weight);
      ForRows(execution_, weight, grad, Mover(weight), mean_, square_);
    } else {
      throw Error(ErrorKind::kSettings,
                  "Adam moves all rows at every step: for a table's gradient take SparseAdam");
    }
  }

  void Step(BasicMatrix<Real>& weight, std::span<const Real> grad) override {
    if constexpr (kSparse) {
      throw Error(ErrorKind::kSettings, "SparseAdam is for a table's gradient: take Adam");
    } else {
      RequireFit(weight, grad);
      Begin(weight);
      ForRows(execution_, weight, grad, Mover(weight));
    }
  }

  void set_lr(double lr) override {
    RequireSetting(lr >= 0, "lr", lr, "0 or more");
    settings_.lr = lr;
  }

  const BasicMatrix<Real>* State(std::string_view name) const override {
    if (steps_ == 0) return nullptr;
    if (name == "exp_avg") return &mean_;
    return name == "exp_avg_sq" ? &square_ : nullptr;
  }

 private:
  void Begin(const BasicMatrix<Real>& weight) {
    if (steps_ == 0) {
      mean_ = StateLike(weight);
      square_ = StateLike(weight);
    }
    RequireSameShape(weight, mean_);
    ++steps_;
  }

  auto Mover(BasicMatrix<Real>& weight) {
    const auto steps = static_cast<double>(steps_);
    const double correction1 = 1 - std::pow(settings_.beta1, steps);
    const double root2 = std::sqrt(1 - std::pow(settings_.beta2, steps));
    const double rate = settings_.lr / correction1 * (kSparse ? root2 : 1);
    const double root_scale = kSparse ? 1 : 1 / root2;
    return [this, &weight, rate, root_scale,
            &kernels = kernels::KernelsFor<Real>(execution_.target)](RowId row, const Real* grad) {
      kernels.adam({.row = weight.MutableRowData(row),
                    .grad = grad,
                    .mean = mean_.MutableRowData(row),
                    .square = square_.MutableRowData(row),
                    .columns = weight.columns(),
                    .rest1 = static_cast<Real>(1 - settings_.beta1),
                    .rest2 = static_cast<Real>(1 - settings_.beta2),
                    .rate = static_cast<Real>(rate),
                    .root_scale = static_cast<Real>(root_scale),
                    .eps = static_cast<Real>(settings_.eps)});
    };
  }

  AdamSettings settings_;
  Execution execution_;
  BasicMatrix<Real> mean_;
  BasicMatrix<Real> square_;
  std::uint64_t steps_ = 0;
};

}  // namespace

template <class Real>
std::unique_ptr<Optimizer<Real>> MakeAdam(const AdamSettings& settings,
                                          const Execution& execution) {
  return std::make_unique<Adam<Real, /*kSparse=*/false>>(settings, execution);
}

template <class Real>
std::unique_ptr<Optimizer<Real>> MakeSparseAdam(const AdamSettings& settings,
                                                const Execution& execution) {
  return std::make_unique<Adam<Real, /*kSparse=*/true>>(settings, execution);
}

template std::unique_ptr<Optimizer<float>> MakeAdam(const AdamSettings&, const Execution&);
template std::unique_ptr<Optimizer<double>> MakeAdam(const AdamSettings&, const Execution&);
template std::unique_ptr<Optimizer<float>> MakeSparseAdam(const AdamSettings&, const Execution&);
template std::unique_ptr<Optimizer<double>> MakeSparseAdam(const AdamSettings&, const Execution&);

}  // namespace firth::nn
