#include "firth/nn.h"
#include "kernels/kernels.h"
#include "nn/optimizer_rows.h"

namespace firth::nn {
namespace {

template <class Real>
class Adagrad final : public Optimizer<Real> {
 public:
  Adagrad(const AdagradSettings& settings, const Execution& execution)
      : settings_(settings), execution_(execution) {
    set_lr(settings.lr);
    RequireSetting(settings.lr_decay >= 0, "lr_decay", settings.lr_decay, "0 or more");
    RequireSetting(settings.initial_accumulator_value >= 0, "initial_accumulator_value",
                   settings.initial_accumulator_value, "0 or more");
    RequireSetting(settings.eps >= 0, "eps", settings.eps, "0 or more");
  }

  void Step(BasicMatrix<Real>& weight, const SparseGrad<Real>& grad) override {
    RequireFit(weight, grad);
    Begin(weight);
    ForRows(execution_, weight, grad, Mover(weight), sum_);
  }

  void Step(BasicMatrix<Real>& weight, std::span<const Real> grad) override {
    RequireFit(weight, grad);
    Begin(weight);
    ForRows(execution_, weight, grad, Mover(weight));
  }

  void set_lr(double lr) override {
    RequireSetting(lr >= 0, "lr", lr, "0 or more");
    settings_.lr = lr;
  }

  const BasicMatrix<Real>* State(std::string_view name) const override {
    return name == "sum" && sum_.rows() > 0 ? &sum_ : nullptr;
  }

 private:
  void Begin(const BasicMatrix<Real>& weight) {
    if (sum_.rows() == 0) {
      sum_ = StateLike(weight, static_cast<Real>(settings_.initial_accumulator_value));
    }
    RequireSameShape(weight, sum_);
    rate_ = settings_.lr / (1 + static_cast<double>(steps_) * settings_.lr_decay);
    ++steps_;
  }

  auto Mover(BasicMatrix<Real>& weight) {
    return [this, &weight, &kernels = kernels::KernelsFor<Real>(execution_.target)](
               RowId row, const Real* grad) {
      kernels.adagrad({.row = weight.MutableRowData(row),
                       .grad = grad,
                       .sum = sum_.MutableRowData(row),
                       .columns = weight.columns(),
                       .rate = static_cast<Real>(rate_),
                       .eps = static_cast<Real>(settings_.eps)});
    };
  }

  AdagradSettings settings_;
  Execution execution_;
  BasicMatrix<Real> sum_;
  std::uint64_t steps_ = 0;
  double rate_ = 0;
};

}  // namespace

template <class Real>
std::unique_ptr<Optimizer<Real>> MakeAdagrad(const AdagradSettings& settings,
                                             const Execution& execution) {
  return std::make_unique<Adagrad<Real>>(settings, execution);
}

template std::unique_ptr<Optimizer<float>> MakeAdagrad(const AdagradSettings&, const Execution&);
template std::unique_ptr<Optimizer<double>> MakeAdagrad(const AdagradSettings&, const Execution&);

}  // namespace firth::nn
