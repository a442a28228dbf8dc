/// The flags of fastText's own command line.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace firth::cli {

/// -name VALUE ..., and four without a value (-saveOutput, -qnorm, -qout, -retrain). Of a flag that
/// stands twice the last counts. Throws Error(kSettings) for what fastText does not know.
class FasttextFlags {
 public:
  explicit FasttextFlags(std::span<const std::string> arguments);

  bool Has(const std::string& name) const { return values_.contains(name); }
  std::optional<std::string> Find(const std::string& name) const;
  /// Throws Error(kSettings) when it was not given.
  std::string Require(const std::string& name) const;
  /// Appends --firths=VALUE when -name was given.
  void Translate(const std::string& name, std::string_view firths,
                 std::vector<std::string>& command) const;
  /// Throws Error(kSettings) with `reason` when -name was given.
  void Refuse(const std::string& name, std::string_view reason) const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace firth::cli
