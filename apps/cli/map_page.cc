#include "map_page.h"

#include <algorithm>
#include <bit>

#include "base/base64.h"
#include "pages.h"
#include "query_output.h"

namespace firth::cli {
namespace {

/// The bytes of numbers, as the page's `atob` reads them.
template <class Number>
std::string Base64(const std::vector<Number>& numbers) {
  static_assert(std::endian::native == std::endian::little);
  return base::Base64(
      {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)});
}

Json Words(const WordVectors& vectors, std::size_t count) {
  Json words = Json::array();
  for (std::uint32_t i = 0; i < count; ++i) {
    words.push_back(std::string(vectors.vocabulary().Word(TokenId{i})));
  }
  return words;
}

/// So many for each word, nearest first; a word that has fewer repeats itself.
Json Near(std::span<const std::vector<Neighbor>> neighbors) {
  std::size_t count = 0;
  for (const auto& of_word : neighbors) count = std::max(count, of_word.size());
  std::vector<std::uint32_t> rows;
  std::vector<float> cosines;
  for (std::uint32_t word = 0; word < neighbors.size(); ++word) {
    for (std::size_t i = 0; i < count; ++i) {
      const bool known = i < neighbors[word].size();
      rows.push_back(known ? static_cast<std::uint32_t>(neighbors[word][i].row) : word);
      cosines.push_back(known ? neighbors[word][i].score : 1);
    }
  }
  return {{"count", count}, {"rows", Base64(rows)}, {"cosines", Base64(cosines)}};
}

}  // namespace

std::string PageOf(const MapData& map) {
  std::vector<float> x;
  std::vector<float> y;
  for (const PlanePoint& point : map.points) {
    x.push_back(point.x);
    y.push_back(point.y);
  }
  Json data = {{"title", map.title},
               {"caption", map.caption},
               {"words", Words(map.vectors, map.points.size())},
               {"x", Base64(x)},
               {"y", Base64(y)},
               {"colors", Base64(std::vector<std::uint8_t>(map.colors.begin(), map.colors.end()))}};
  if (!map.neighbors.empty()) data["near"] = Near(map.neighbors);
  std::string json = data.dump(-1, ' ', false, Json::error_handler_t::replace);
  // "</script>" in a word would end the data, and "<!--" would open what ends elsewhere.
  std::string page(MapPage());
  std::string safe;
  for (const char c : json) c == '<' ? safe += "\\u003c" : safe += c;
  page.replace(page.find(kMapDataPlace), kMapDataPlace.size(), safe);
  return page;
}

}  // namespace firth::cli
