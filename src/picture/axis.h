/// Round numbers along an axis.
#pragma once

#include <string>
#include <vector>

namespace firth::picture {

struct Axis {
  double low = 0;   ///< no tick is below
  double high = 1;  ///< nor above; low < high
  std::vector<double> ticks{};
  int places = 0;  ///< behind the point

  /// 0 to 1 from low to high.
  double Share(double number) const { return (number - low) / (high - low); }
  std::string Text(double tick) const;
};

/// From at or below `low` to at or above `high`, in steps of 1, 2 or 5 times a power of ten: about
/// `steps` of them. REQUIRES: finite, low <= high.
Axis MakeAxis(double low, double high, int steps);

}  // namespace firth::picture
