/// A small network that predicts a film's rating, over either of two ways to hand it names.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "films_data.h"
#include "firth/nn.h"

/// What turns films into rows of numbers for the network.
class FilmInputs {
 public:
  virtual ~FilmInputs() = default;
  virtual std::size_t width() const = 0;
  /// Numbers that are learned in here.
  virtual std::size_t parameters() const = 0;
  /// [films, width()]
  virtual std::vector<float> Forward(std::span<const Film* const> films) = 0;
  /// Learns from the gradient of Forward's last result for the same films.
  virtual void Learn(std::span<const Film* const> films, std::span<const float> gradient) = 0;
};

/// Each name a row of its own, a 1 among zeros; tags the mean of theirs.
std::unique_ptr<FilmInputs> OneHotInputs(const Films& films);

/// Genre and director through Embedding, tags through EmbeddingBag. Genres have two columns, so
/// that they can be drawn as they are.
class EmbeddedInputs final : public FilmInputs {
 public:
  static constexpr std::size_t kGenreColumns = 2;
  static constexpr std::size_t kDirectorColumns = 4;
  static constexpr std::size_t kTagColumns = 4;

  explicit EmbeddedInputs(const Films& films);

  std::size_t width() const override;
  std::size_t parameters() const override;
  std::vector<float> Forward(std::span<const Film* const> films) override;
  void Learn(std::span<const Film* const> films, std::span<const float> gradient) override;

  const firth::Matrix& genres() const { return genres_.weight(); }

 private:
  firth::nn::Embedding<float> genres_;
  firth::nn::Embedding<float> directors_;
  firth::nn::EmbeddingBag<float> tags_;
  firth::nn::SparseGrad<float> gradient_;
  std::unique_ptr<firth::nn::Optimizer<float>> genre_steps_;
  std::unique_ptr<firth::nn::Optimizer<float>> director_steps_;
  std::unique_ptr<firth::nn::Optimizer<float>> tag_steps_;
};

/// inputs -> 16 numbers, Relu -> the rating.
class RatingNetwork {
 public:
  explicit RatingNetwork(FilmInputs& inputs);

  std::size_t parameters() const;
  /// One pass over the films in batches, in an order that `seed` draws.
  void TrainEpoch(const std::vector<Film>& films, std::uint64_t seed);
  /// The root of the mean squared error of the predicted ratings.
  double Error(const std::vector<Film>& films);

 private:
  static constexpr std::size_t kHidden = 16;

  std::vector<float> Predict(std::span<const Film* const> films);
  void TrainBatch(std::span<const Film* const> films);

  FilmInputs& inputs_;
  firth::nn::Linear<float> first_;
  firth::nn::Linear<float> second_;
  std::vector<float> x_;
  std::vector<float> hidden_;
  std::vector<std::unique_ptr<firth::nn::Optimizer<float>>> steps_;
};
