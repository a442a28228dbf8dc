#include "server/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "server/encoder_model.h"

namespace firth::server {
namespace {

/// A label's value: names of models may hold anything.
std::string Escaped(std::string_view value) {
  std::string escaped;
  for (const char c : value) {
    if (c == '\\' || c == '"') escaped += '\\';
    if (c == '\n') {
      escaped += "\\n";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

void AppendHead(std::string& out, std::string_view name, std::string_view type,
                std::string_view help) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void AppendOne(std::string& out, std::string_view name, std::string_view help, std::size_t value) {
  AppendHead(out, name, "gauge", help);
  out += fmt::format("{} {}\n", name, value);
}

struct OfBatches {
  std::string_view name;
  std::string_view type;
  std::string_view help;
  std::size_t BatcherCounts::*value;
};

constexpr OfBatches kOfBatches[] = {
    {"te_queue_size", "gauge", "Requests that wait for an encoder", &BatcherCounts::waiting},
    {"firth_queue_tokens", "gauge", "Tokens that wait", &BatcherCounts::waiting_tokens},
    {"te_batch_next_size", "gauge", "Texts of the last batch", &BatcherCounts::last_texts},
    {"te_batch_next_tokens", "gauge", "Tokens of the last batch", &BatcherCounts::last_tokens},
    {"firth_batches_total", "counter", "Batches computed", &BatcherCounts::batches},
    {"firth_texts_total", "counter", "Texts encoded", &BatcherCounts::texts},
    {"firth_tokens_total", "counter", "Tokens encoded", &BatcherCounts::tokens},
};

}  // namespace

void Metrics::Add(const http::Finished& done) {
  const std::scoped_lock lock(mutex_);
  ++counts_[{std::string(done.route), done.status}];
  Durations& durations = durations_[std::string(done.route)];
  const auto bucket = std::ranges::lower_bound(kBounds, done.seconds) - kBounds.begin();
  ++durations.buckets[static_cast<std::size_t>(bucket)];
  durations.sum += done.seconds;
}

void Metrics::AppendDurations(std::string& out) const {
  AppendHead(out, "te_request_duration", "histogram", "Seconds until an answer is there");
  for (const auto& [route, durations] : durations_) {
    std::uint64_t sum = 0;
    const std::string path = Escaped(route);
    for (std::size_t i = 0; i < durations.buckets.size(); ++i) {
      sum += durations.buckets[i];
      const std::string bound = i < kBounds.size() ? fmt::format("{}", kBounds[i]) : "+Inf";
      out +=
          fmt::format("te_request_duration_bucket{{path=\"{}\",le=\"{}\"}} {}\n", path, bound, sum);
    }
    out += fmt::format("te_request_duration_sum{{path=\"{}\"}} {}\n", path, durations.sum);
    out += fmt::format("te_request_duration_count{{path=\"{}\"}} {}\n", path, sum);
  }
}

std::string Metrics::Text(const Models& models, std::size_t connections,
                          std::size_t requests) const {
  std::string out;
  {
    const std::scoped_lock lock(mutex_);
    AppendHead(out, "te_request_count", "counter", "Requests, by what became of them");
    for (const auto& [key, count] : counts_) {
      out += fmt::format("te_request_count{{path=\"{}\",status=\"{}\"}} {}\n", Escaped(key.first),
                         key.second, count);
    }
    AppendDurations(out);
  }
  AppendOne(out, "firth_connections", "Connections that stand", connections);
  AppendOne(out, "firth_requests", "Requests that are being handled", requests);
  std::vector<std::pair<std::string, BatcherCounts>> batchers;  // all numbers of one moment
  for (const auto& model : models) {
    const auto* const encoder = dynamic_cast<const EncoderModel*>(model.get());
    if (encoder != nullptr) batchers.emplace_back(Escaped(model->info().name), encoder->counts());
  }
  for (const OfBatches& metric : kOfBatches) {
    AppendHead(out, metric.name, metric.type, metric.help);
    for (const auto& [name, counts] : batchers) {
      out += fmt::format("{}{{model=\"{}\"}} {}\n", metric.name, name, counts.*metric.value);
    }
  }
  return out;
}

}  // namespace firth::server
