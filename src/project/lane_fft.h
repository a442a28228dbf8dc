/// Fourier transforms of several sequences at once.
#pragma once

#include <cstddef>
#include <vector>

namespace firth::project {

/// Sequences that are transformed together; number j of sequence s is at [j * kLanes + s].
inline constexpr std::size_t kLanes = 16;

/// Scratch of one thread: the sequences, real and imaginary parts, and room for as much again.
struct Lanes {
  std::vector<float> re;
  std::vector<float> im;
  std::vector<float> other_re;
  std::vector<float> other_im;

  explicit Lanes(std::size_t length)
      : re(length * kLanes),
        im(length * kLanes),
        other_re(length * kLanes),
        other_im(length * kLanes) {}
};

/// Transforms of one length by Stockham's passes of 4, 3 and 2 (Van Loan 1992, section 1.7): no
/// bits are reversed, and all loops run along the lanes, which compilers turn into SIMD.
/// Threads: safe from several, each with Lanes of its own.
class LaneFft {
 public:
  /// REQUIRES: length is a product of 2s and 3s.
  explicit LaneFft(std::size_t length);

  std::size_t length() const { return length_; }

  /// X[k] = sum over j of x[j] exp(-2 pi i j k / length), in place.
  void Forward(Lanes& lanes) const { Run(lanes.re, lanes.im, lanes.other_re, lanes.other_im); }
  /// The same with exp(+2 pi i j k / length): Forward's inverse times the length.
  void Backward(Lanes& lanes) const { Run(lanes.im, lanes.re, lanes.other_im, lanes.other_re); }

 private:
  void Run(std::vector<float>& re, std::vector<float>& im, std::vector<float>& other_re,
           std::vector<float>& other_im) const;

  std::size_t length_;
  std::vector<std::size_t> passes_{};
  std::vector<float> cosines_;
  std::vector<float> sines_;
};

}  // namespace firth::project
