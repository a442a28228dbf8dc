#include "progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include "output.h"

namespace firth::cli {

std::string Duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::lround(seconds));
  if (whole >= 3600) {
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  }
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

ProgressLine::ProgressLine()
    : terminal_(isatty(STDERR_FILENO) != 0), last_(std::chrono::steady_clock::now()) {}

bool ProgressLine::IsDue() {
  const auto now = std::chrono::steady_clock::now();
  const auto span = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000);
  if (now - last_ < span) return false;
  last_ = now;
  return true;
}

void ProgressLine::Counting(std::uint64_t bytes, std::uint64_t words) {
  if (!IsDue()) return;
  Show(fmt::format("counting   {} read, {} words", Bytes(bytes), WithThousands(words)));
}

void ProgressLine::CountingPairs(double share) {
  if (!IsDue()) return;
  Show(fmt::format("pairs      {:3.0f} % counted", 100 * share));
}

void ProgressLine::Part(std::string_view part, double share) {
  if (!IsDue()) return;
  Show(fmt::format("{:<10} {:3.0f} %", part, 100 * share));
}

void ProgressLine::Training(const Progress& progress) {
  const bool last = progress.words_done == progress.words_total;
  if (!last && !IsDue()) return;
  const double share =
      static_cast<double>(progress.words_done) / static_cast<double>(progress.words_total);
  Show(fmt::format("training   {:3.0f} %  epoch {}/{}  {} {}/s  loss {:.4f}  lr {:.5f}  {} left",
                   100 * share, progress.epoch, progress.epochs,
                   WithThousands(static_cast<std::uint64_t>(progress.words_per_second)),
                   progress.unit, progress.loss, progress.rate, Duration(progress.seconds_left)));
}

void ProgressLine::Factoring(const Progress& progress) {
  const bool last = progress.words_done == progress.words_total;
  if (!last && !IsDue()) return;
  const double share =
      static_cast<double>(progress.words_done) / static_cast<double>(progress.words_total);
  Show(fmt::format("factoring  {:3.0f} %  pass {}/{}  {} {}/s  {} left", 100 * share,
                   progress.epoch, progress.epochs,
                   WithThousands(static_cast<std::uint64_t>(progress.words_per_second)),
                   progress.unit, Duration(progress.seconds_left)));
}

void ProgressLine::Encoding(std::size_t texts, std::size_t of, double texts_per_second) {
  if (!IsDue() || texts == 0) return;
  Show(fmt::format("encoding   {:3.0f} %  {} texts  {} texts/s  {} left",
                   100 * static_cast<double>(texts) / static_cast<double>(of), WithThousands(texts),
                   WithThousands(static_cast<std::uint64_t>(texts_per_second)),
                   Duration(static_cast<double>(of - texts) / texts_per_second)));
}

void ProgressLine::Show(const std::string& line) {
  if (!terminal_) return cli::Note(line);
  fmt::print(stderr, "\r{}\x1b[K", line);
  std::fflush(stderr);
  open_ = true;
}

void ProgressLine::End() {
  if (open_) fmt::print(stderr, "\n");
  open_ = false;
}

void ProgressLine::Note(std::string_view line) {
  if (open_) fmt::print(stderr, "\r\x1b[K");
  open_ = false;
  cli::Note(line);
}

}  // namespace firth::cli
