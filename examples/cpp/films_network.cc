#include "films_network.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace {

namespace nn = firth::nn;

constexpr double kTableRate = 0.01;
constexpr double kLayerRate = 0.003;
constexpr std::size_t kBatch = 32;
/// Ratings are about this: the network learns the difference.
constexpr float kUsualRating = 6.3F;

using Batch = std::span<const Film* const>;

std::vector<std::int64_t> Column(Batch films, std::int64_t Film::*field) {
  std::vector<std::int64_t> ids;
  for (const Film* film : films) ids.push_back(film->*field);
  return ids;
}

/// The tags of all films one behind the other, and where each film's begin.
struct Tags {
  explicit Tags(Batch films) {
    for (const Film* film : films) {
      offsets.push_back(static_cast<std::int64_t>(ids.size()));
      ids.insert(ids.end(), film->tags.begin(), film->tags.end());
    }
  }
  nn::Bags<float> bags() const { return {.ids = ids, .offsets = offsets}; }

  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> offsets;
};

/// Puts `part`, [rows, columns], into columns `at` ... of `whole`, [rows, width].
void PutColumns(std::span<const float> part, std::size_t columns, std::size_t at, std::size_t width,
                std::vector<float>& whole) {
  for (std::size_t i = 0; i * columns < part.size(); ++i) {
    std::copy_n(part.data() + i * columns, columns, whole.data() + i * width + at);
  }
}

/// The other way round.
std::vector<float> TakeColumns(std::span<const float> whole, std::size_t width, std::size_t at,
                               std::size_t columns) {
  std::vector<float> part(whole.size() / width * columns);
  for (std::size_t i = 0; i * width < whole.size(); ++i) {
    std::copy_n(whole.data() + i * width + at, columns, part.data() + i * columns);
  }
  return part;
}

void PutNumbers(Batch films, std::size_t width, std::vector<float>& whole) {
  for (std::size_t i = 0; i < films.size(); ++i) {
    std::ranges::copy(films[i]->numbers, whole.data() + i * width);
  }
}

class OneHot final : public FilmInputs {
 public:
  explicit OneHot(const Films& films)
      : genres_(films.genres.size()), directors_(films.directors), tags_(films.tags) {}

  std::size_t width() const override {
    return kNumbers + genres_.size() + directors_.size() + tags_;
  }
  std::size_t parameters() const override { return 0; }

  std::vector<float> Forward(Batch films) override {
    std::vector<float> x(films.size() * width());
    PutNumbers(films, width(), x);
    Put(genres_, Column(films, &Film::genre), kNumbers, x);
    Put(directors_, Column(films, &Film::director), kNumbers + genres_.size(), x);
    const std::size_t tags_at = width() - tags_;
    for (std::size_t i = 0; i < films.size(); ++i) {
      for (const std::int64_t tag : films[i]->tags) {
        x[i * width() + tags_at + static_cast<std::size_t>(tag)] +=
            1 / static_cast<float>(films[i]->tags.size());
      }
    }
    return x;
  }

  void Learn(Batch /*films*/, std::span<const float> /*gradient*/) override {}

 private:
  void Put(const nn::OneHot<float>& layer, const std::vector<std::int64_t>& ids, std::size_t at,
           std::vector<float>& x) const {
    std::vector<float> rows(ids.size() * layer.size());
    layer.Forward(ids, rows);
    PutColumns(rows, layer.size(), at, width(), x);
  }

  nn::OneHot<float> genres_;
  nn::OneHot<float> directors_;
  std::size_t tags_;
};

std::unique_ptr<nn::Optimizer<float>> TableSteps() {
  return nn::MakeSparseAdam<float>({.lr = kTableRate});
}

/// Small rows at the start: names that are not known yet should say little.
template <class Table>
void Shrink(Table& table) {
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (float& x : table.weight().MutableRow(firth::RowId{static_cast<std::uint32_t>(i)})) {
      x *= 0.1F;
    }
  }
}

template <class Table>
std::size_t NumbersOf(const Table& table) {
  return table.rows() * table.columns();
}

}  // namespace

std::unique_ptr<FilmInputs> OneHotInputs(const Films& films) {
  return std::make_unique<OneHot>(films);
}

EmbeddedInputs::EmbeddedInputs(const Films& films)
    : genres_(films.genres.size(), kGenreColumns, {}, 1),
      directors_(films.directors, kDirectorColumns, {}, 2),
      tags_(films.tags, kTagColumns, {}, 3),
      genre_steps_(TableSteps()),
      director_steps_(TableSteps()),
      tag_steps_(TableSteps()) {
  Shrink(genres_);
  Shrink(directors_);
  Shrink(tags_);
}

std::size_t EmbeddedInputs::width() const {
  return kNumbers + kGenreColumns + kDirectorColumns + kTagColumns;
}

std::size_t EmbeddedInputs::parameters() const {
  return NumbersOf(genres_) + NumbersOf(directors_) + NumbersOf(tags_);
}

std::vector<float> EmbeddedInputs::Forward(Batch films) {
  std::vector<float> x(films.size() * width());
  PutNumbers(films, width(), x);
  std::size_t at = kNumbers;
  const auto put = [&](const firth::Matrix& rows) {
    PutColumns({rows.view().data, rows.rows() * rows.columns()}, rows.columns(), at, width(), x);
    at += rows.columns();
  };
  put(genres_.Forward(Column(films, &Film::genre)));
  put(directors_.Forward(Column(films, &Film::director)));
  put(tags_.Forward(Tags(films).bags()));
  return x;
}

void EmbeddedInputs::Learn(Batch films, std::span<const float> gradient) {
  std::size_t at = kNumbers;
  const auto take = [&](std::size_t columns) {
    at += columns;
    return TakeColumns(gradient, width(), at - columns, columns);
  };
  genres_.Backward(Column(films, &Film::genre), take(kGenreColumns), gradient_);
  genre_steps_->Step(genres_.weight(), gradient_);
  directors_.Backward(Column(films, &Film::director), take(kDirectorColumns), gradient_);
  director_steps_->Step(directors_.weight(), gradient_);
  tags_.Backward(Tags(films).bags(), take(kTagColumns), gradient_);
  tag_steps_->Step(tags_.weight(), gradient_);
}

RatingNetwork::RatingNetwork(FilmInputs& inputs)
    : inputs_(inputs),
      first_(inputs.width(), kHidden, /*bias=*/true, 4),
      second_(kHidden, 1, /*bias=*/true, 5) {
  for (int i = 0; i < 4; ++i) steps_.push_back(nn::MakeAdam<float>({.lr = kLayerRate}));
}

std::size_t RatingNetwork::parameters() const {
  return inputs_.parameters() + kHidden * (inputs_.width() + 1) + kHidden + 1;
}

std::vector<float> RatingNetwork::Predict(Batch films) {
  x_ = inputs_.Forward(films);
  hidden_.resize(films.size() * kHidden);
  first_.Forward(x_, hidden_);
  nn::Relu<float>(hidden_);
  std::vector<float> ratings(films.size());
  second_.Forward(hidden_, ratings);
  for (float& rating : ratings) rating += kUsualRating;
  return ratings;
}

void RatingNetwork::TrainBatch(Batch films) {
  const std::vector<float> predicted = Predict(films);
  std::vector<float> wanted;
  for (const Film* film : films) wanted.push_back(film->rating);
  std::vector<float> of_rating(films.size());
  nn::SquaredLoss<float>(predicted, wanted, of_rating);

  nn::LinearGrad<float> second;
  std::vector<float> of_hidden(hidden_.size());
  second_.Backward(hidden_, of_rating, second, of_hidden);
  nn::ReluBackward<float>(hidden_, of_hidden);
  nn::LinearGrad<float> first;
  std::vector<float> of_x(x_.size());
  first_.Backward(x_, of_hidden, first, of_x);

  inputs_.Learn(films, of_x);
  steps_[0]->Step(first_.weight(), first.weight);
  steps_[1]->Step(first_.bias(), first.bias);
  steps_[2]->Step(second_.weight(), second.weight);
  steps_[3]->Step(second_.bias(), second.bias);
}

void RatingNetwork::TrainEpoch(const std::vector<Film>& films, std::uint64_t seed) {
  std::vector<const Film*> order;
  for (const Film& film : films) order.push_back(&film);
  std::ranges::shuffle(order, std::mt19937_64(seed));
  for (std::size_t at = 0; at < order.size(); at += kBatch) {
    TrainBatch(Batch(order).subspan(at, std::min(kBatch, order.size() - at)));
  }
}

double RatingNetwork::Error(const std::vector<Film>& films) {
  std::vector<const Film*> all;
  std::vector<float> wanted;
  for (const Film& film : films) {
    all.push_back(&film);
    wanted.push_back(film.rating);
  }
  return std::sqrt(nn::SquaredLoss<float>(Predict(all), wanted, {}));
}
