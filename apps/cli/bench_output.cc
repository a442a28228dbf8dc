#include "bench_output.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "query_output.h"
#include "table.h"

namespace firth::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr double kGiga = 1e9;
constexpr double kKilo = 1e3;

/// "117 (110-120)"
std::string Cell(const Spread& spread, double unit, int digits) {
  return fmt::format("{:.{}f} ({:.{}f}-{:.{}f})", spread.median / unit, digits, spread.low / unit,
                     digits, spread.high / unit, digits);
}

std::string PercentCell(const Spread& spread) { return Cell(spread, 0.01, 0); }

void Print(const std::string& title, const Rows& rows, std::size_t left) {
  fmt::print("{}\n{}\n", title, Table(rows, left, 2));
}

void PrintLimits(const MachineReport& report) {
  Rows rows = {{"instructions", "threads", "GFLOP/s"}};
  for (const ArithmeticFigure& figure : report.arithmetic) {
    rows.push_back({std::string(CpuTargetName(figure.target)), fmt::to_string(figure.threads),
                    Cell(figure.operations_per_second, kGiga, 0)});
  }
  Print("Multiply-adds of float32 in registers", rows, 1);
  rows = {{"level", "buffer a thread", "threads", "read GB/s", "read + write GB/s"}};
  for (const BandwidthFigure& figure : report.bandwidth) {
    rows.push_back({figure.level, fmt::format("{} KiB", figure.buffer_bytes / 1024),
                    fmt::to_string(figure.threads), Cell(figure.read, kGiga, 0),
                    Cell(figure.read_write, kGiga, 0)});
  }
  Print("Bandwidth, one number after the other", rows, 1);
  rows = {{"dim", "bytes a row", "threads", "GB/s"}};
  for (const RandomRowsFigure& figure : report.random_rows) {
    rows.push_back({fmt::to_string(figure.dim), fmt::to_string(figure.row_bytes),
                    fmt::to_string(figure.threads), Cell(figure.bytes_per_second, kGiga, 1)});
  }
  Print("Random rows from memory, prefetched", rows, 0);
}

void PrintSteps(const MachineReport& report) {
  Rows rows = {{"model", "instructions", "dim", "thousand steps/s", "GFLOP/s", "% of the best"}};
  for (const StepFigure& figure : report.steps) {
    rows.push_back({std::string(StepModelName(figure.model)),
                    std::string(CpuTargetName(figure.target)), fmt::to_string(figure.dim),
                    Cell(figure.steps_per_second, kKilo, 0),
                    Cell(figure.operations_per_second, kGiga, 1), PercentCell(figure.share)});
  }
  Print("Step kernels on rows in the first caches, one thread; share of the multiply-adds above",
        rows, 2);
}

void PrintMixes(const MachineReport& report) {
  Rows rows = {{"work", "rows", "dim", "threads", "thousand windows/s", "times one thread"}};
  for (const MixFigure& figure : report.mixes) {
    rows.push_back({std::string(MixWorkName(figure.work)),
                    std::string(RowSharingName(figure.sharing)), fmt::to_string(figure.dim),
                    fmt::to_string(figure.threads), Cell(figure.windows_per_second, kKilo, 0),
                    Cell(figure.gain, 1, 2)});
  }
  Print("Training's mix of rows: Zipf's law over two matrices, read and written", rows, 2);
}

Json ToJson(const Spread& spread) {
  return {{"median", spread.median}, {"low", spread.low}, {"high", spread.high}};
}

Json ToJson(const ArithmeticFigure& figure) {
  return {{"cpu_target", CpuTargetName(figure.target)},
          {"threads", figure.threads},
          {"operations_per_second", ToJson(figure.operations_per_second)}};
}

Json ToJson(const BandwidthFigure& figure) {
  return {{"level", figure.level},
          {"buffer_bytes", figure.buffer_bytes},
          {"threads", figure.threads},
          {"read_bytes_per_second", ToJson(figure.read)},
          {"read_write_bytes_per_second", ToJson(figure.read_write)}};
}

Json ToJson(const RandomRowsFigure& figure) {
  return {{"dim", figure.dim},
          {"row_bytes", figure.row_bytes},
          {"threads", figure.threads},
          {"bytes_per_second", ToJson(figure.bytes_per_second)}};
}

Json ToJson(const StepFigure& figure) {
  return {{"model", StepModelName(figure.model)},
          {"dim", figure.dim},
          {"cpu_target", CpuTargetName(figure.target)},
          {"steps_per_second", ToJson(figure.steps_per_second)},
          {"operations_per_second", ToJson(figure.operations_per_second)},
          {"share", ToJson(figure.share)}};
}

Json ToJson(const MixFigure& figure) {
  return {{"work", MixWorkName(figure.work)},
          {"rows", RowSharingName(figure.sharing)},
          {"dim", figure.dim},
          {"threads", figure.threads},
          {"windows_per_second", ToJson(figure.windows_per_second)},
          {"gain", ToJson(figure.gain)}};
}

template <class Figure>
Json List(const std::vector<Figure>& figures) {
  Json list = Json::array();
  for (const Figure& figure : figures) list.push_back(ToJson(figure));
  return list;
}

}  // namespace

void PrintReport(const MachineReport& report) {
  fmt::print("{}, {} processors; median (lowest-highest) of the rounds\n\n",
             report.processor.empty() ? "unknown processor" : report.processor, report.processors);
  PrintLimits(report);
  PrintSteps(report);
  PrintMixes(report);
}

void PrintReportJson(const MachineReport& report) {
  PrintJson({{"processor", report.processor},
             {"processors", report.processors},
             {"arithmetic", List(report.arithmetic)},
             {"bandwidth", List(report.bandwidth)},
             {"random_rows", List(report.random_rows)},
             {"steps", List(report.steps)},
             {"mixes", List(report.mixes)}});
}

}  // namespace firth::cli
