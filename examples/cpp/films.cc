/// Why one embeds: films have numbers, which are scaled, and names (genre, director, tags), which
/// become rows of a table. The same small network predicts a film's rating from one-hot names and
/// from embedded ones.
///
/// usage: firth_example_films MOVIES.json [GENRES.svg]
/// MOVIES.json is that of the npm package vega-datasets; `./run example films` fetches it. Into
/// GENRES.svg the learned vectors of the genres are drawn.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "films_data.h"
#include "films_network.h"
#include "films_picture.h"

namespace {

constexpr int kEpochs = 12;

struct Outcome {
  std::size_t parameters;
  double seconds;
  double train_error;
  double test_error;
};

Outcome Run(FilmInputs& inputs, const Films& films) {
  const auto start = std::chrono::steady_clock::now();
  RatingNetwork network(inputs);
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    network.TrainEpoch(films.train, static_cast<std::uint64_t>(epoch));
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return {network.parameters(), taken.count(), network.Error(films.train),
          network.Error(films.test)};
}

/// The error of always saying the mean rating of the training films.
double ErrorOfMean(const Films& films) {
  double sum = 0;
  for (const Film& film : films.train) sum += static_cast<double>(film.rating);
  const double mean = sum / static_cast<double>(films.train.size());
  double squares = 0;
  for (const Film& film : films.test) {
    squares += std::pow(static_cast<double>(film.rating) - mean, 2);
  }
  return std::sqrt(squares / static_cast<double>(films.test.size()));
}

void Print(const char* name, const Outcome& outcome) {
  std::printf("%-10s  %10zu  %7.2f  %14.3f  %10.3f\n", name, outcome.parameters, outcome.seconds,
              outcome.train_error, outcome.test_error);
}

void Draw(const std::vector<std::string>& genres, const firth::Matrix& vectors, const char* path) {
  std::vector<NamedPoint> points;
  for (std::uint32_t i = 1; i < vectors.rows(); ++i) {  // 0 stands for genres that are not known
    const auto row = vectors.Row(firth::RowId{i});
    points.push_back({genres[i], {row[0], row[1]}});
  }
  DrawPoints(points, path);
}

void Compare(const char* path, const char* drawing) {
  const Films films = ReadFilms(path);
  std::printf("%zu films to learn from, %zu to test; %zu genres, %zu directors, %zu tags\n\n",
              films.train.size(), films.test.size(), films.genres.size(), films.directors,
              films.tags);
  std::printf("%-10s  %10s  %7s  %14s  %10s\n", "names as", "parameters", "seconds",
              "training error", "test error");
  const auto one_hot = OneHotInputs(films);
  Print("one-hot", Run(*one_hot, films));
  EmbeddedInputs embedded(films);
  Print("embedding", Run(embedded, films));
  std::printf("\nalways the mean rating: test error %.3f\n", ErrorOfMean(films));
  if (drawing == nullptr) return;
  Draw(films.genres, embedded.genres(), drawing);
  std::printf("the genres are drawn in %s\n", drawing);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fputs("usage: firth_example_films MOVIES.json [GENRES.svg]\n", stderr);
    return 2;
  }
  try {
    Compare(argv[1], argc == 3 ? argv[2] : nullptr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "films: %s\n", error.what());
    return 1;
  }
  return 0;
}
