/// What pushes each of many points, by way of a grid.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "firth/project.h"
#include "project/lane_fft.h"
#include "project/quadtree.h"

namespace firth::project {

/// t-SNE's repulsion by interpolation (Linderman et al. 2019, doi 10.1038/s41592-018-0308-4): the
/// plane is cut into squares with three by three nodes each; points give their weight to the nodes
/// of their square, the nodes push each other, which is a convolution, and points take from their
/// nodes what pushes them. Time grows with the points, and with the squares that they spread over.
/// The result does not depend on the number of threads. Threads: one at a time.
class GridPush {
 public:
  explicit GridPush(unsigned threads) : threads_(threads) {}

  /// q is only right in sum over all points, and is put into the first. REQUIRES: finite points,
  /// pushes.size() == points.size().
  void Push(std::span<const PlanePoint> points, std::span<Quadtree::Repulsion> pushes);

 private:
  /// Real parts of a spectrum, imaginary ones: row by row as many as there are nodes a side.
  struct Spectrum {
    std::vector<float> re;
    std::vector<float> im;
  };

  void FitTo(std::span<const PlanePoint> points);
  void Resize(std::size_t length);
  void TransformKernels();
  void Sort(std::span<const PlanePoint> points);
  void Spread(std::span<const PlanePoint> points);
  void Along();
  void AlongBlock(Lanes& lanes, std::size_t x, std::size_t charge);
  void Across();
  double AcrossBlock(Lanes& lanes, std::size_t ky, std::size_t charge);
  void Back();
  void BackBlock(Lanes& lanes, std::size_t x, std::size_t charge);
  void Gather(std::span<const PlanePoint> points, std::span<Quadtree::Repulsion> pushes) const;
  template <class Work>
  void ForEach(std::size_t count, const Work& work) const;
  template <class Work>
  void ForEachWithLanes(std::size_t count, const Work& work) const;

  /// Where a point is: its square, and what it gives to the three nodes along each axis.
  struct Seat {
    std::size_t column;
    std::size_t row;
    std::array<float, 3> x;
    std::array<float, 3> y;
  };
  Seat SeatOf(const PlanePoint& point) const;

  unsigned threads_;
  std::unique_ptr<LaneFft> fft_{};
  std::size_t nodes_ = 0;    ///< a side of the grid
  std::size_t squares_ = 0;  ///< a side
  std::size_t stride_ = 0;   ///< of the kernels' rows
  float width_ = 0;          ///< of a square
  float middle_x_ = 0;
  float middle_y_ = 0;
  std::vector<float> of_q_{};                  ///< spectrum of 1 / (1 + d^2)
  std::vector<float> of_q2_{};                 ///< of its square
  std::array<std::vector<float>, 4> grids_{};  ///< of weights 1, x, y, and zeros
  std::array<Spectrum, 3> spectra_{};
  double sum_ = 0;  ///< of q over all pairs, each with itself among them
  std::vector<std::uint32_t> order_{};
  std::vector<std::size_t> begins_{};  ///< of each row of squares in order_
};

}  // namespace firth::project
