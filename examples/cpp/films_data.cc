#include "films_data.h"

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace {

using Json = nlohmann::json;
using Numbers = std::array<std::optional<double>, kNumbers>;

constexpr std::size_t kTestEvery = 5;
/// Names rarer than this among the training films share id 0: nothing could be learned of them.
constexpr int kMinCount = 2;
constexpr const char* kTagFields[] = {"MPAA Rating", "Source", "Creative Type", "Distributor"};

std::optional<double> Number(const Json& film, const char* field) {
  const auto found = film.find(field);
  if (found == film.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::string Name(const Json& film, const char* field) {
  const auto found = film.find(field);
  return found != film.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "Jun 12 1998". The file gives films of 1911 to 1968 as of a hundred years later.
std::optional<double> Year(const Json& film) {
  const std::string date = Name(film, "Release Date");
  if (date.size() < 4) return std::nullopt;
  const int year = std::stoi(date.substr(date.size() - 4));
  return year > 2010 ? year - 100 : year;
}

Numbers NumbersOf(const Json& film) {
  std::optional<double> votes = Number(film, "IMDB Votes");
  if (votes) votes = std::log1p(*votes);
  return {Year(film), Number(film, "Running Time min"), votes};
}

/// Ids from 1 for the names that the training films have often enough; 0 for all others.
class Ids {
 public:
  void Count(const std::string& name) {
    if (!name.empty() && ++counts_[name] == kMinCount) {
      names_.push_back(name);
      ids_[name] = static_cast<std::int64_t>(names_.size()) - 1;
    }
  }
  std::int64_t Of(const std::string& name) const {
    const auto found = ids_.find(name);
    return found == ids_.end() ? 0 : found->second;
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::map<std::string, int> counts_;
  std::map<std::string, std::int64_t> ids_;
  std::vector<std::string> names_ = {"(other)"};
};

/// Takes the mean of the training films from each number, and divides by their deviation.
class Scaling {
 public:
  void Count(const Numbers& numbers) {
    for (std::size_t i = 0; i < kNumbers; ++i) {
      if (!numbers[i]) continue;
      ++count_[i];
      sum_[i] += *numbers[i];
      squares_[i] += *numbers[i] * *numbers[i];
    }
  }
  std::array<float, kNumbers> Of(const Numbers& numbers) const {
    std::array<float, kNumbers> scaled{};
    for (std::size_t i = 0; i < kNumbers; ++i) {
      if (!numbers[i] || count_[i] == 0) continue;
      const double mean = sum_[i] / count_[i];
      const double variance = squares_[i] / count_[i] - mean * mean;
      if (variance > 0) scaled[i] = static_cast<float>((*numbers[i] - mean) / std::sqrt(variance));
    }
    return scaled;
  }

 private:
  std::array<double, kNumbers> count_{};
  std::array<double, kNumbers> sum_{};
  std::array<double, kNumbers> squares_{};
};

/// Everything that must be known of all training films before one can be turned into numbers.
struct Columns {
  Scaling scaling;
  Ids genres;
  Ids directors;
  Ids tags;

  void Count(const Json& film) {
    scaling.Count(NumbersOf(film));
    genres.Count(Name(film, "Major Genre"));
    directors.Count(Name(film, "Director"));
    for (const char* field : kTagFields) tags.Count(Name(film, field));
  }

  Film Of(const Json& film) const {
    std::vector<std::int64_t> tag_ids;
    for (const char* field : kTagFields) {
      const std::int64_t id = tags.Of(Name(film, field));
      if (id != 0) tag_ids.push_back(id);
    }
    return {.numbers = scaling.Of(NumbersOf(film)),
            .genre = genres.Of(Name(film, "Major Genre")),
            .director = directors.Of(Name(film, "Director")),
            .tags = std::move(tag_ids),
            .rating = static_cast<float>(*Number(film, "IMDB Rating"))};
  }
};

Json RatedFilms(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  Json rated = Json::array();
  for (Json& film : Json::parse(file)) {
    if (Number(film, "IMDB Rating")) rated.push_back(std::move(film));
  }
  if (rated.size() < kTestEvery) throw std::runtime_error(path + ": too few films with a rating");
  return rated;
}

}  // namespace

Films ReadFilms(const std::string& path) {
  const Json rated = RatedFilms(path);
  const auto is_test = [](std::size_t i) { return i % kTestEvery == kTestEvery - 1; };
  Columns columns;
  for (std::size_t i = 0; i < rated.size(); ++i) {
    if (!is_test(i)) columns.Count(rated[i]);
  }
  Films films;
  for (std::size_t i = 0; i < rated.size(); ++i) {
    (is_test(i) ? films.test : films.train).push_back(columns.Of(rated[i]));
  }
  films.genres = columns.genres.names();
  films.directors = columns.directors.names().size();
  films.tags = columns.tags.names().size();
  return films;
}
