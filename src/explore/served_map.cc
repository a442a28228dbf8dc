#include "explore/served_map.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/system.h"
#include "explore/columns.h"
#include "http/json.h"

namespace firth::explore {
namespace {

using http::AsJson;
using http::HttpError;
using http::Request;
using http::Response;

/// Words that answer a question.
constexpr std::size_t kAnswers = 10;
/// Words of one page.
constexpr std::size_t kMostWords = 50'000;

/// `values` live as long as the server: maps are never taken away.
template <class Value>
Response AsBytes(const std::vector<Value>& values) {
  return {
      .type = "application/octet-stream",
      .body = http::Body(
          {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)}, nullptr)};
}

Response Near(const std::vector<Neighbor>& neighbors) {
  Json list = Json::array();
  for (const auto& [row, score] : neighbors) {
    list.push_back({{"word", static_cast<std::uint32_t>(row)}, {"cosine", score}});
  }
  return AsJson(list);
}

}  // namespace

std::size_t NumberOf(const Request& request, std::string_view name, std::size_t end) {
  const auto text = request.Parameter(name);
  std::size_t number = 0;
  if (text) {
    const char* const last = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), last, number);
    if (error == std::errc{} && stop == last && number < end) return number;
  }
  throw HttpError(400, std::string(name) + " must be a whole number below " + std::to_string(end));
}

ServedMap::ServedMap(ExploreMap map, CpuTarget target)
    : map_(std::move(map)),
      colors_(map_.colors.begin(), map_.colors.end()),
      index_(map_.vectors.matrix().view(), 0, target) {
  for (const PlanePoint& point : map_.points) places_.push_back(point.x);
  for (const PlanePoint& point : map_.points) places_.push_back(point.y);
}

Json ServedMap::About() const {
  Json columns = Json::array();
  const std::lock_guard lock(mutex_);
  for (const ExploreColumn& column : map_.columns) columns.push_back(column.name);
  return {{"title", map_.title},
          {"caption", map_.caption},
          {"words", map_.vectors.size()},
          {"columns", std::move(columns)}};
}

void ServedMap::AddColumns(std::vector<ExploreColumn> columns) {
  const std::lock_guard lock(mutex_);
  if (map_.columns.size() + columns.size() > kMostColumns) {
    throw http::HttpError(400, "the map has too many columns; start anew");
  }
  for (ExploreColumn& column : columns) map_.columns.push_back(std::move(column));
}

RowId ServedMap::Word(const Request& request, std::string_view name) const {
  return RowId{static_cast<std::uint32_t>(NumberOf(request, name, map_.vectors.size()))};
}

Response ServedMap::Words(const Request& request) const {
  const std::size_t from = NumberOf(request, "from", map_.vectors.size() + 1);
  const std::size_t count = NumberOf(request, "count", kMostWords + 1);
  Json words = Json::array();
  for (std::size_t i = from; i < std::min(from + count, map_.vectors.size()); ++i) {
    words.push_back(std::string(vocabulary().Word(TokenId{static_cast<std::uint32_t>(i)})));
  }
  return AsJson(words);
}

Response ServedMap::Places() const { return AsBytes(places_); }
Response ServedMap::Colors() const { return AsBytes(colors_); }

Response ServedMap::Neighbors(const Request& request) const {
  const RowId row = Word(request, "word");
  const std::span<const float> query = map_.vectors.matrix().Row(row);
  const std::vector<std::vector<RowId>> exclude = {{row}};
  return Near(index_
                  .SearchAll({query.data(), 1, query.size(), query.size()}, kAnswers, exclude,
                             base::ProcessorCount())
                  .front());
}

Response ServedMap::Analogy(const Request& request) const {
  const AnalogyRows question = {Word(request, "a"), Word(request, "b"), Word(request, "c")};
  return Near(index_
                  .SearchAnalogies(std::span(&question, 1), kAnswers, AnalogyMethod::k3CosAdd,
                                   base::ProcessorCount())
                  .front());
}

Response ServedMap::Column(const Request& request) const {
  const std::lock_guard lock(mutex_);
  const ExploreColumn& column = map_.columns[NumberOf(request, "column", map_.columns.size())];
  const Coloring coloring = ColorBy(column.values);
  return AsJson({{"labels", coloring.labels}, {"colors", coloring.colors}});
}

}  // namespace firth::explore
