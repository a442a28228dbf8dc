#include "picture/labels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firth::picture {
namespace {

/// From the dot to the middle of the label, in halves of its size: right is (1, 0).
struct Side {
  double x;
  double y;
};
constexpr std::array kSides = {Side{1, 0},  Side{-1, 0}, Side{0, -1},  Side{0, 1},
                               Side{1, -1}, Side{1, 1},  Side{-1, -1}, Side{-1, 1}};

Box At(const Label& label, const Side& side, double gap) {
  const double x = label.x + side.x * (label.width / 2 + gap);
  const double y = label.y + side.y * (label.height / 2 + (side.x == 0 ? gap : 0));
  return {x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2};
}

std::size_t Cell(double from, double at, double cell, std::size_t count) {
  const double number = std::floor((at - from) / cell);
  return static_cast<std::size_t>(std::clamp(number, 0.0, static_cast<double>(count - 1)));
}

}  // namespace

Occupied::Occupied(const Box& frame, double cell)
    : frame_(frame),
      cell_(cell),
      columns_(static_cast<std::size_t>((frame.right - frame.left) / cell) + 1),
      rows_(static_cast<std::size_t>((frame.bottom - frame.top) / cell) + 1),
      cells_(columns_ * rows_) {}

/// Whether work(cell) holds for any cell that the box touches.
template <class Work>
bool Occupied::Any(const Box& box, const Work& work) const {
  const std::size_t last_row = Cell(frame_.top, box.bottom, cell_, rows_);
  const std::size_t last_column = Cell(frame_.left, box.right, cell_, columns_);
  for (std::size_t row = Cell(frame_.top, box.top, cell_, rows_); row <= last_row; ++row) {
    for (auto c = Cell(frame_.left, box.left, cell_, columns_); c <= last_column; ++c) {
      if (work(row * columns_ + c)) return true;
    }
  }
  return false;
}

bool Occupied::IsFree(const Box& box) const {
  return !Any(box, [&](std::size_t cell) {
    return std::ranges::any_of(cells_[cell], [&](const Box& other) { return other.Meets(box); });
  });
}

void Occupied::Take(const Box& box) {
  Any(box, [&](std::size_t cell) {
    cells_[cell].push_back(box);
    return false;
  });
}

std::vector<std::optional<Box>> PlaceLabels(std::span<const Label> labels, const Box& frame,
                                            double dot, std::size_t limit) {
  std::vector<std::optional<Box>> places(labels.size());
  Occupied occupied(frame, 40);
  std::size_t placed = 0;
  for (std::size_t i = 0; i < labels.size() && placed < limit; ++i) {
    const Label& label = labels[i];
    const Box own = {label.x - dot, label.y - dot, label.x + dot, label.y + dot};
    if (!occupied.IsFree(own)) continue;
    for (const Side& side : kSides) {
      const Box box = At(label, side, dot + 1);
      if (!frame.Contains(box) || !occupied.IsFree(box)) continue;
      occupied.Take(box);
      occupied.Take(own);
      places[i] = box;
      ++placed;
      break;
    }
  }
  return places;
}

}  // namespace firth::picture
