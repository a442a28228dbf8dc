/// Random numbers that are the same on every machine.
#pragma once

#include <cstdint>
#include <limits>

namespace firth::base {

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
/// A UniformRandomBitGenerator with 64 bits of state.
class SplitMix64 {
 public:
  using result_type = std::uint64_t;

  explicit constexpr SplitMix64(std::uint64_t seed) : state_(seed) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  constexpr result_type operator()() {
    state_ += 0x9E3779B97F4A7C15U;
    return Mix(state_);
  }

  /// Uniform in [0, bound): the high half of a product, whose bias is below bound / 2^32.
  /// REQUIRES: bound > 0.
  constexpr std::uint32_t Below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((*this)() >> 32) * bound >> 32);
  }

  /// Uniform in [0, 1), 24 bits.
  constexpr float UnitFloat() { return static_cast<float>((*this)() >> 40) * 0x1p-24F; }

  static constexpr std::uint64_t Mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

/// The stream of one block of work: it depends on these numbers alone.
template <class... Numbers>
constexpr SplitMix64 StreamFor(std::uint64_t seed, Numbers... numbers) {
  std::uint64_t state = SplitMix64::Mix(seed + 0x9E3779B97F4A7C15U);
  ((state = SplitMix64::Mix(state ^ (static_cast<std::uint64_t>(numbers) + 0xD1B54A32D192ED03U))),
   ...);
  return SplitMix64(state);
}

}  // namespace firth::base
