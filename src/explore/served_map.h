/// One map and the answers about its words.
#pragma once

#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "explore/coloring.h"
#include "firth/explore.h"
#include "firth/index.h"
#include "http/message.h"

namespace firth::explore {

using Json = nlohmann::ordered_json;

/// A whole number of the query, below `end`. Throws HttpError(400).
std::size_t NumberOf(const http::Request& request, std::string_view name, std::size_t end);

/// Threads: all functions may be called from any.
class ServedMap {
 public:
  ServedMap(ExploreMap map, CpuTarget target);

  Json About() const;
  http::Response Words(const http::Request& request) const;
  /// All x, then all y: little-endian float32.
  http::Response Places() const;
  /// A byte a word.
  http::Response Colors() const;
  http::Response Neighbors(const http::Request& request) const;
  http::Response Analogy(const http::Request& request) const;
  /// What a column's values are coloured by: {"labels": [...], "colors": [...]}.
  http::Response Column(const http::Request& request) const;

  const Vocabulary& vocabulary() const { return map_.vectors.vocabulary(); }
  void AddColumns(std::vector<ExploreColumn> columns);

 private:
  RowId Word(const http::Request& request, std::string_view name) const;

  ExploreMap map_;
  std::vector<float> places_;
  std::vector<std::uint8_t> colors_;
  ExactIndex index_;
  mutable std::mutex mutex_;  ///< guards map_.columns
};

}  // namespace firth::explore
