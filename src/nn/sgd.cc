#include "firth/nn.h"
#include "kernels/kernels.h"
#include "nn/optimizer_rows.h"

namespace firth::nn {
namespace {

template <class Real>
class Sgd final : public Optimizer<Real> {
 public:
  Sgd(const SgdSettings& settings, const Execution& execution) : execution_(execution) {
    set_lr(settings.lr);
  }

  void Step(BasicMatrix<Real>& weight, const SparseGrad<Real>& grad) override {
    RequireFit(weight, grad);
    ForRows(execution_, weight, grad, Mover(weight));
  }

  void Step(BasicMatrix<Real>& weight, std::span<const Real> grad) override {
    RequireFit(weight, grad);
    ForRows(execution_, weight, grad, Mover(weight));
  }

  void set_lr(double lr) override {
    RequireSetting(lr >= 0, "lr", lr, "0 or more");
    lr_ = lr;
  }

  const BasicMatrix<Real>* State(std::string_view /*name*/) const override { return nullptr; }

 private:
  auto Mover(BasicMatrix<Real>& weight) const {
    return [this, &weight, &kernels = kernels::KernelsFor<Real>(execution_.target)](
               RowId row, const Real* grad) {
      Real* const rows[] = {weight.MutableRowData(row)};
      kernels.scatter({rows, 1, weight.columns(), static_cast<Real>(-lr_)}, grad);
    };
  }

  Execution execution_;
  double lr_ = 0;
};

}  // namespace

template <class Real>
std::unique_ptr<Optimizer<Real>> MakeSgd(const SgdSettings& settings, const Execution& execution) {
  return std::make_unique<Sgd<Real>>(settings, execution);
}

template std::unique_ptr<Optimizer<float>> MakeSgd(const SgdSettings&, const Execution&);
template std::unique_ptr<Optimizer<double>> MakeSgd(const SgdSettings&, const Execution&);

}  // namespace firth::nn
