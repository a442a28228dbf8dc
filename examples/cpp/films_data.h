/// Films as numbers: what can be scaled is scaled, what has a name gets an id.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Year, length in minutes, and the logarithm of the number of votes.
inline constexpr std::size_t kNumbers = 3;

struct Film {
  std::array<float, kNumbers> numbers;  ///< mean 0 and variance 1 over the training films
  std::int64_t genre;
  std::int64_t director;
  std::vector<std::int64_t> tags;  ///< age rating, source, kind of story, distributor
  float rating;                    ///< IMDB's, 1 to 10
};

struct Films {
  std::vector<Film> train;
  std::vector<Film> test;  ///< every fifth film
  std::vector<std::string> genres;
  std::size_t directors;
  std::size_t tags;
};

/// Reads movies.json of the npm package vega-datasets. Films without a rating are left out; what a
/// film does not say is id 0, and in numbers the mean. Throws std::runtime_error.
Films ReadFilms(const std::string& path);
