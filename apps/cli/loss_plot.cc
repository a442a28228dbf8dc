#include "loss_plot.h"

#include <numeric>

#include "base/atomic_file.h"
#include "firth/error.h"
#include "picture_file.h"

namespace firth::cli {
namespace {

/// A curve of more numbers has each two made one.
constexpr std::size_t kMostNumbers = 2000;
/// A curve of fewer shows each.
constexpr std::size_t kFewNumbers = 40;

double Mean(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

void Halve(std::vector<double>& numbers) {
  for (std::size_t i = 0; i < numbers.size() / 2; ++i) {
    numbers[i] = (numbers[2 * i] + numbers[2 * i + 1]) / 2;
  }
  numbers.resize(numbers.size() / 2);
}

}  // namespace

void CheckPlot(const std::string& path) {
  if (!IsPictureName(path)) {
    throw Error(ErrorKind::kSettings, "--plot draws an .svg or a .png", path);
  }
  base::CheckWritable(path);
  RequireDrawable(path);
}

void LossPlot::Take(const Progress& progress) {
  if (progress.words_total == 0) return;
  unit_ = progress.unit;
  pending_.x.push_back(static_cast<double>(progress.epochs) *
                       static_cast<double>(progress.words_done) /
                       static_cast<double>(progress.words_total));
  pending_.y.push_back(progress.loss);
  if (pending_.x.size() < reports_) return;
  training_.x.push_back(Mean(pending_.x));
  training_.y.push_back(Mean(pending_.y));
  pending_ = {};
  if (training_.x.size() < kMostNumbers) return;
  Halve(training_.x);
  Halve(training_.y);
  reports_ *= 2;
}

void LossPlot::Take(const EpochReport& report) {
  if (!report.held_out_loss) return;
  held_out_.x.push_back(static_cast<double>(report.epoch));
  held_out_.y.push_back(*report.held_out_loss);
}

void LossPlot::Write(const std::string& path, const std::string& title) const {
  ChartPicture picture = {.title = title,
                          .x_name = "epochs",
                          .y_name = unit_ == "words" ? "loss of an example" : "loss of a pair",
                          .curves = {training_}};
  picture.curves.front().dots = training_.x.size() < kFewNumbers;
  if (!held_out_.x.empty()) picture.curves.push_back(held_out_);
  base::WriteFile(path, PictureFor(path, ChartSvg(picture), picture.width, picture.height));
}

}  // namespace firth::cli
