#include "project/grid_push.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>

#include "base/run_on_threads.h"

namespace firth::project {
namespace {

/// Nodes along the side of a square.
constexpr std::size_t kNodes = 3;
/// Lengths of transforms: twice the nodes of a side, so that nothing comes round the edge.
constexpr std::array<std::size_t, 7> kLengths = {512, 768, 1024, 1536, 2048, 3072, 4096};
/// Squares are no wider while the last length has room for them, and halved while the first has.
constexpr float kWidest = 1;
/// Points that a thread takes at once.
constexpr std::size_t kChunk = 1024;

std::size_t SquaresOf(std::size_t length) { return length / 2 / kNodes; }

/// Lagrange's polynomials through the nodes at 1/6, 3/6 and 5/6 of a square.
std::array<float, kNodes> Weights(float at) {
  const float a = at - 1.0F / 6;
  const float b = at - 0.5F;
  const float c = at - 5.0F / 6;
  return {4.5F * b * c, -9 * a * c, 4.5F * a * b};
}

}  // namespace

template <class Work>
void GridPush::ForEach(std::size_t count, const Work& work) const {
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(threads_, [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  });
}

template <class Work>
void GridPush::ForEachWithLanes(std::size_t count, const Work& work) const {
  std::atomic<std::size_t> next = 0;
  base::RunOnThreads(threads_, [&] {
    Lanes lanes(fft_->length());
    for (std::size_t i = next++; i < count; i = next++) work(lanes, i);
  });
}

void GridPush::Push(std::span<const PlanePoint> points, std::span<Quadtree::Repulsion> pushes) {
  FitTo(points);
  Sort(points);
  Spread(points);
  Along();
  Across();
  Back();
  Gather(points, pushes);
  pushes[0].q = std::max(sum_ - static_cast<double>(points.size()), 1e-30);
}

void GridPush::FitTo(std::span<const PlanePoint> points) {
  const auto [left, right] = std::ranges::minmax(points, {}, &PlanePoint::x);
  const auto [low, high] = std::ranges::minmax(points, {}, &PlanePoint::y);
  middle_x_ = (left.x + right.x) / 2;
  middle_y_ = (low.y + high.y) / 2;
  // A little more, so that rounding puts nobody over the edge.
  const float side = std::max({right.x - left.x, high.y - low.y, 1e-6F}) * 1.001F;
  float width = kWidest;
  while (side / (width / 2) <= static_cast<float>(SquaresOf(kLengths.front()))) width /= 2;
  std::size_t length = kLengths.back();
  for (const std::size_t candidate : kLengths) {
    if (side / width > static_cast<float>(SquaresOf(candidate))) continue;
    length = candidate;
    break;
  }
  width = std::max(width, side / static_cast<float>(SquaresOf(length)));
  if (fft_ && fft_->length() == length && width == width_) return;
  width_ = width;
  if (!fft_ || fft_->length() != length) Resize(length);
  TransformKernels();
}

void GridPush::Resize(std::size_t length) {
  fft_ = std::make_unique<LaneFft>(length);
  squares_ = SquaresOf(length);
  nodes_ = length / 2;
  stride_ = nodes_ + kLanes;
  for (std::vector<float>& grid : grids_) grid.assign(nodes_ * nodes_, 0);
  for (Spectrum& spectrum : spectra_) {
    spectrum.re.assign(stride_ * nodes_, 0);
    spectrum.im.assign(stride_ * nodes_, 0);
  }
  of_q_.assign(stride_ * stride_, 0);
  of_q2_.assign(stride_ * stride_, 0);
}

/// Both kernels are real and even, and so are their spectra: they go as one complex number, and a
/// quarter of it says all.
void GridPush::TransformKernels() {
  const std::size_t length = fft_->length();
  const double apart = double{width_} / kNodes;
  const auto mirrored = [length](std::size_t i) { return std::min(i, length - i); };
  std::vector<float>& re = of_q_;
  std::vector<float>& im = of_q2_;
  const std::size_t blocks = nodes_ / kLanes + 1;
  ForEachWithLanes(blocks, [&](Lanes& lanes, std::size_t block) {
    for (std::size_t y = 0; y < length; ++y) {
      for (std::size_t s = 0; s < kLanes; ++s) {
        const double dx = apart * static_cast<double>(block * kLanes + s);
        const double dy = apart * static_cast<double>(mirrored(y));
        const double q = 1 / (1 + dx * dx + dy * dy);
        lanes.re[y * kLanes + s] = static_cast<float>(q);
        lanes.im[y * kLanes + s] = static_cast<float>(q * q);
      }
    }
    fft_->Forward(lanes);
    for (std::size_t ky = 0; ky <= nodes_; ++ky) {
      std::copy_n(&lanes.re[ky * kLanes], kLanes, &re[ky * stride_ + block * kLanes]);
      std::copy_n(&lanes.im[ky * kLanes], kLanes, &im[ky * stride_ + block * kLanes]);
    }
  });
  ForEachWithLanes(blocks, [&](Lanes& lanes, std::size_t block) {
    for (std::size_t x = 0; x < length; ++x) {
      for (std::size_t s = 0; s < kLanes; ++s) {
        const std::size_t at = (block * kLanes + s) * stride_ + mirrored(x);
        lanes.re[x * kLanes + s] = re[at];
        lanes.im[x * kLanes + s] = im[at];
      }
    }
    fft_->Forward(lanes);
    for (std::size_t kx = 0; kx <= nodes_; ++kx) {
      for (std::size_t s = 0; s < kLanes; ++s) {
        const std::size_t at = (block * kLanes + s) * stride_ + kx;
        re[at] = lanes.re[kx * kLanes + s];
        im[at] = lanes.im[kx * kLanes + s];
      }
    }
  });
}

GridPush::Seat GridPush::SeatOf(const PlanePoint& point) const {
  const float half = static_cast<float>(squares_) / 2;
  const float last = static_cast<float>(squares_ - 1);
  const float x = (point.x - middle_x_) / width_ + half;
  const float y = (point.y - middle_y_) / width_ + half;
  const float column = std::clamp(std::floor(x), 0.0F, last);
  const float row = std::clamp(std::floor(y), 0.0F, last);
  return {.column = static_cast<std::size_t>(column),
          .row = static_cast<std::size_t>(row),
          .x = Weights(x - column),
          .y = Weights(y - row)};
}

/// By rows of squares: threads that take different ones write to different nodes.
void GridPush::Sort(std::span<const PlanePoint> points) {
  std::vector<std::uint32_t> rows(points.size());
  begins_.assign(squares_ + 1, 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    rows[i] = static_cast<std::uint32_t>(SeatOf(points[i]).row);
    ++begins_[rows[i] + 1];
  }
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  std::vector<std::size_t> places = begins_;
  order_.resize(points.size());
  for (std::uint32_t i = 0; i < points.size(); ++i) order_[places[rows[i]]++] = i;
}

void GridPush::Spread(std::span<const PlanePoint> points) {
  // Nodes that no square has still hold what was found there last.
  const auto used = static_cast<std::ptrdiff_t>(squares_ * kNodes * nodes_);
  for (std::vector<float>& grid : grids_) std::fill(grid.begin() + used, grid.end(), 0.0F);
  ForEach(squares_, [&](std::size_t row) {
    const std::size_t begin = row * kNodes * nodes_;
    for (std::size_t g = 0; g < 3; ++g) std::fill_n(&grids_[g][begin], kNodes * nodes_, 0.0F);
    for (std::size_t i = begins_[row]; i < begins_[row + 1]; ++i) {
      const PlanePoint& point = points[order_[i]];
      const Seat seat = SeatOf(point);
      for (std::size_t a = 0; a < kNodes; ++a) {
        for (std::size_t b = 0; b < kNodes; ++b) {
          const std::size_t node = begin + a * nodes_ + seat.column * kNodes + b;
          const float weight = seat.y[a] * seat.x[b];
          grids_[0][node] += weight;
          grids_[1][node] += weight * (point.x - middle_x_);
          grids_[2][node] += weight * (point.y - middle_y_);
        }
      }
    }
  });
}

/// Transforms columns of the grids, of which two go together as one complex one.
void GridPush::Along() {
  const std::size_t blocks = nodes_ / kLanes;
  ForEachWithLanes(2 * blocks, [&](Lanes& lanes, std::size_t i) {
    AlongBlock(lanes, i % blocks * kLanes, i / blocks * 2);
  });
}

void GridPush::AlongBlock(Lanes& lanes, std::size_t x, std::size_t charge) {
  const std::size_t length = fft_->length();
  for (std::size_t y = 0; y < nodes_; ++y) {
    std::copy_n(&grids_[charge][y * nodes_ + x], kLanes, &lanes.re[y * kLanes]);
    std::copy_n(&grids_[charge + 1][y * nodes_ + x], kLanes, &lanes.im[y * kLanes]);
  }
  std::fill(lanes.re.begin() + static_cast<std::ptrdiff_t>(nodes_ * kLanes), lanes.re.end(), 0.0F);
  std::fill(lanes.im.begin() + static_cast<std::ptrdiff_t>(nodes_ * kLanes), lanes.im.end(), 0.0F);
  fft_->Forward(lanes);
  for (std::size_t ky = 0; ky <= nodes_; ++ky) {
    const float* re = &lanes.re[ky * kLanes];
    const float* im = &lanes.im[ky * kLanes];
    const float* mirror_re = &lanes.re[(length - ky) % length * kLanes];
    const float* mirror_im = &lanes.im[(length - ky) % length * kLanes];
    const std::size_t at = ky * nodes_ + x;
    for (std::size_t s = 0; s < kLanes; ++s) {
      spectra_[charge].re[at + s] = (re[s] + mirror_re[s]) / 2;
      spectra_[charge].im[at + s] = (im[s] - mirror_im[s]) / 2;
      if (charge + 1 >= 3) continue;
      spectra_[charge + 1].re[at + s] = (im[s] + mirror_im[s]) / 2;
      spectra_[charge + 1].im[at + s] = (mirror_re[s] - re[s]) / 2;
    }
  }
}

/// Transforms rows, multiplies, and transforms them back.
void GridPush::Across() {
  const std::size_t blocks = nodes_ / kLanes + 1;
  std::vector<double> sums(3 * blocks);
  ForEachWithLanes(3 * blocks, [&](Lanes& lanes, std::size_t i) {
    sums[i] = AcrossBlock(lanes, i % blocks * kLanes, i / blocks);
  });
  const double cells = static_cast<double>(fft_->length()) * static_cast<double>(fft_->length());
  sum_ = std::accumulate(sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(blocks), 0.0) /
         cells;
}

/// The sum over kx of what charge 0 has there in all, by Parseval's theorem.
double GridPush::AcrossBlock(Lanes& lanes, std::size_t ky, std::size_t charge) {
  const std::size_t length = fft_->length();
  Spectrum& spectrum = spectra_[charge];
  const std::size_t rows = std::min(kLanes, nodes_ + 1 - ky);
  std::ranges::fill(lanes.re, 0.0F);
  std::ranges::fill(lanes.im, 0.0F);
  for (std::size_t s = 0; s < rows; ++s) {
    for (std::size_t x = 0; x < nodes_; ++x) {
      lanes.re[x * kLanes + s] = spectrum.re[(ky + s) * nodes_ + x];
      lanes.im[x * kLanes + s] = spectrum.im[(ky + s) * nodes_ + x];
    }
  }
  fft_->Forward(lanes);
  std::array<double, kLanes> sums = {};
  const float scale = 1 / (static_cast<float>(length) * static_cast<float>(length));
  for (std::size_t kx = 0; kx < length; ++kx) {
    float* re = &lanes.re[kx * kLanes];
    float* im = &lanes.im[kx * kLanes];
    // Rows and columns of an even kernel may change places.
    const std::size_t at = std::min(kx, length - kx) * stride_ + ky;
    if (charge == 0) {
      for (std::size_t s = 0; s < kLanes; ++s) {
        sums[s] += double{re[s] * re[s] + im[s] * im[s]} * double{of_q_[at + s]};
      }
    }
    for (std::size_t s = 0; s < kLanes; ++s) {
      re[s] *= scale * of_q2_[at + s];
      im[s] *= scale * of_q2_[at + s];
    }
  }
  fft_->Backward(lanes);
  for (std::size_t s = 0; s < rows; ++s) {
    for (std::size_t x = 0; x < nodes_; ++x) {
      spectrum.re[(ky + s) * nodes_ + x] = lanes.re[x * kLanes + s];
      spectrum.im[(ky + s) * nodes_ + x] = lanes.im[x * kLanes + s];
    }
  }
  double sum = 0;
  for (std::size_t s = 0; s < rows; ++s) {
    // All rows but the first and the last stand for their mirror image, too.
    sum += (ky + s == 0 || ky + s == nodes_ ? 1 : 2) * sums[s];
  }
  return sum;
}

void GridPush::Back() {
  const std::size_t blocks = nodes_ / kLanes;
  ForEachWithLanes(2 * blocks, [&](Lanes& lanes, std::size_t i) {
    BackBlock(lanes, i % blocks * kLanes, i / blocks * 2);
  });
}

void GridPush::BackBlock(Lanes& lanes, std::size_t x, std::size_t charge) {
  const std::size_t length = fft_->length();
  const Spectrum& first = spectra_[charge];
  const Spectrum& second = spectra_[std::min<std::size_t>(charge + 1, 2)];
  const float both = charge + 1 < 3 ? 1 : 0;
  for (std::size_t ky = 0; ky <= nodes_; ++ky) {
    const std::size_t at = ky * nodes_ + x;
    const std::size_t mirror = (length - ky) % length * kLanes;
    for (std::size_t s = 0; s < kLanes; ++s) {
      const float re = first.re[at + s];
      const float im = first.im[at + s];
      const float other_re = both * second.re[at + s];
      const float other_im = both * second.im[at + s];
      // What mirrors itself is real: the second line then says what the first said.
      lanes.re[mirror + s] = re + other_im;
      lanes.im[mirror + s] = other_re - im;
      lanes.re[ky * kLanes + s] = re - other_im;
      lanes.im[ky * kLanes + s] = other_re + im;
    }
  }
  fft_->Backward(lanes);
  for (std::size_t y = 0; y < nodes_; ++y) {
    std::copy_n(&lanes.re[y * kLanes], kLanes, &grids_[charge][y * nodes_ + x]);
    if (charge + 1 < 3) {
      std::copy_n(&lanes.im[y * kLanes], kLanes, &grids_[charge + 1][y * nodes_ + x]);
    }
  }
}

void GridPush::Gather(std::span<const PlanePoint> points,
                      std::span<Quadtree::Repulsion> pushes) const {
  ForEach((points.size() + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    const std::size_t end = std::min((chunk + 1) * kChunk, points.size());
    for (std::size_t at = chunk * kChunk; at < end; ++at) {
      const std::uint32_t i = order_[at];
      const Seat seat = SeatOf(points[i]);
      std::array<float, 3> found = {};
      for (std::size_t a = 0; a < kNodes; ++a) {
        const std::size_t node = (seat.row * kNodes + a) * nodes_ + seat.column * kNodes;
        for (std::size_t b = 0; b < kNodes; ++b) {
          const float weight = seat.y[a] * seat.x[b];
          for (std::size_t g = 0; g < 3; ++g) found[g] += weight * grids_[g][node + b];
        }
      }
      pushes[i] = {.x = double{(points[i].x - middle_x_) * found[0] - found[1]},
                   .y = double{(points[i].y - middle_y_) * found[0] - found[2]},
                   .q = 0};
    }
  });
}

}  // namespace firth::project
