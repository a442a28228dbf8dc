/// Words beside their points, none over another.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace firth::picture {

/// In pixels, y downwards.
struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  bool Meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
  bool Contains(const Box& other) const {
    return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
  }
};

/// What is to be written, and where.
struct Label {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

/// Boxes that keep to themselves: each is in the list of every cell of a grid that it touches.
class Occupied {
 public:
  Occupied(const Box& frame, double cell);
  bool IsFree(const Box& box) const;
  void Take(const Box& box);

 private:
  template <class Work>
  bool Any(const Box& box, const Work& work) const;

  Box frame_;
  double cell_;
  std::size_t columns_;
  std::size_t rows_;
  std::vector<std::vector<Box>> cells_;
};

/// For each label, in order, the first free place beside its dot, of radius `dot`: right, left,
/// above, below, then between these; nothing where all are taken or leave the frame, and once
/// `limit` have one. A placed label's dot is not covered by those after it.
std::vector<std::optional<Box>> PlaceLabels(std::span<const Label> labels, const Box& frame,
                                            double dot, std::size_t limit);

}  // namespace firth::picture
