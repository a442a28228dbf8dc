#include "picture/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace firth::picture {
namespace {

double RoundStep(double step) {
  const double power = std::pow(10, std::floor(std::log10(step)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (step <= times * power * (1 + 1e-9)) return times * power;
  }
  return 10 * power;
}

}  // namespace

std::string Axis::Text(double tick) const {
  const std::string text = fmt::format("{:.{}f}", tick, places);
  return text.find_first_not_of("-0.") == std::string::npos ? fmt::format("{:.{}f}", 0.0, places)
                                                            : text;
}

Axis MakeAxis(double low, double high, int steps) {
  if (high - low < 1e-12 * std::max({std::abs(low), std::abs(high), 1e-6})) {
    const double room = low == 0 ? 1 : std::abs(low) / 10;
    low -= room;
    high += room;
  }
  const double step = RoundStep((high - low) / steps);
  Axis axis;
  const double first = std::floor(low / step + 1e-9);
  const double last = std::max(std::ceil(high / step - 1e-9), first + 1);
  axis.low = first * step;
  axis.high = last * step;
  axis.places = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
  for (double i = first; i <= last; ++i) axis.ticks.push_back(i * step);
  return axis;
}

}  // namespace firth::picture
