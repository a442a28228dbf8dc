#include "project/lane_fft.h"

#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

namespace firth::project {
namespace {

struct Turn {
  float re;
  float im;
};

/// Numbers of one pass: where it reads and where it writes.
struct Ends {
  const float* re;
  const float* im;
  float* out_re;
  float* out_im;
};

/// out[i] = turn[i] * sum over j of in[j] w^(ij), w the Pass-th root of 1, for kLanes sequences.
/// in[j] lies j * from further on, out[i] i * to.
template <std::size_t Pass>
void Butterfly(const Ends& at, std::size_t from, std::size_t to,
               const std::array<Turn, Pass>& turns) {
  const float* __restrict in_re = at.re;
  const float* __restrict in_im = at.im;
  float* __restrict out_re = at.out_re;
  float* __restrict out_im = at.out_im;
  const auto put = [&](std::size_t i, std::size_t lane, float re, float im) {
    out_re[i * to + lane] = turns[i].re * re - turns[i].im * im;
    out_im[i * to + lane] = turns[i].re * im + turns[i].im * re;
  };
  for (std::size_t s = 0; s < kLanes; ++s) {
    const float re0 = in_re[s];
    const float im0 = in_im[s];
    const float re1 = in_re[from + s];
    const float im1 = in_im[from + s];
    if constexpr (Pass == 2) {
      put(0, s, re0 + re1, im0 + im1);
      put(1, s, re0 - re1, im0 - im1);
    } else if constexpr (Pass == 3) {
      constexpr float kHigh = 0.5F * std::numbers::sqrt3_v<float>;
      const float re2 = in_re[2 * from + s];
      const float im2 = in_im[2 * from + s];
      const float half_re = re0 - 0.5F * (re1 + re2);
      const float half_im = im0 - 0.5F * (im1 + im2);
      const float turned_re = kHigh * (im1 - im2);
      const float turned_im = kHigh * (re2 - re1);
      put(0, s, re0 + re1 + re2, im0 + im1 + im2);
      put(1, s, half_re + turned_re, half_im + turned_im);
      put(2, s, half_re - turned_re, half_im - turned_im);
    } else {
      const float re2 = in_re[2 * from + s];
      const float im2 = in_im[2 * from + s];
      const float re3 = in_re[3 * from + s];
      const float im3 = in_im[3 * from + s];
      const float even_re = re0 + re2;
      const float even_im = im0 + im2;
      const float apart_re = re0 - re2;
      const float apart_im = im0 - im2;
      const float odd_re = re1 + re3;
      const float odd_im = im1 + im3;
      const float turned_re = im1 - im3;
      const float turned_im = re3 - re1;
      put(0, s, even_re + odd_re, even_im + odd_im);
      put(1, s, apart_re + turned_re, apart_im + turned_im);
      put(2, s, even_re - odd_re, even_im - odd_im);
      put(3, s, apart_re - turned_re, apart_im - turned_im);
    }
  }
}

/// One pass over sequences of `left` numbers, `stride` of them interleaved.
template <std::size_t Pass>
void RunPass(const Ends& at, std::size_t left, std::size_t stride, std::span<const float> cosines,
             std::span<const float> sines) {
  const std::size_t part = left / Pass;
  const std::size_t length = cosines.size();
  for (std::size_t k = 0; k < part; ++k) {
    std::array<Turn, Pass> turns;
    for (std::size_t i = 0; i < Pass; ++i) {
      const std::size_t angle = i * k * (length / left) % length;
      turns[i] = {cosines[angle], -sines[angle]};
    }
    for (std::size_t q = 0; q < stride; ++q) {
      const std::size_t in = (q + stride * k) * kLanes;
      const std::size_t out = (q + stride * Pass * k) * kLanes;
      Butterfly<Pass>({at.re + in, at.im + in, at.out_re + out, at.out_im + out},
                      stride * part * kLanes, stride * kLanes, turns);
    }
  }
}

}  // namespace

LaneFft::LaneFft(std::size_t length) : length_(length), cosines_(length), sines_(length) {
  for (const std::size_t pass : std::array<std::size_t, 3>{4, 3, 2}) {
    for (; length % pass == 0; length /= pass) passes_.push_back(pass);
  }
  for (std::size_t i = 0; i < length_; ++i) {
    const double angle =
        2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length_);
    cosines_[i] = static_cast<float>(std::cos(angle));
    sines_[i] = static_cast<float>(std::sin(angle));
  }
}

void LaneFft::Run(std::vector<float>& re, std::vector<float>& im, std::vector<float>& other_re,
                  std::vector<float>& other_im) const {
  std::size_t left = length_;
  std::size_t stride = 1;
  for (const std::size_t pass : passes_) {
    const Ends ends = {re.data(), im.data(), other_re.data(), other_im.data()};
    if (pass == 4) RunPass<4>(ends, left, stride, cosines_, sines_);
    if (pass == 3) RunPass<3>(ends, left, stride, cosines_, sines_);
    if (pass == 2) RunPass<2>(ends, left, stride, cosines_, sines_);
    std::swap(re, other_re);
    std::swap(im, other_im);
    left /= pass;
    stride *= pass;
  }
}

}  // namespace firth::project
