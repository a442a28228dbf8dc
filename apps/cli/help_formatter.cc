#include "help_formatter.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace firth::cli {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kDescriptionColumn = 34;

/// Words that go beyond `columns` begin a new line; line ends stay.
std::string Wrapped(std::string_view text, std::size_t columns) {
  std::string out;
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    if (line > 0 && line + end >= columns) {
      out.back() = '\n';
      line = 0;
    }
    out += text.substr(0, end);
    line += end;
    if (end == text.size()) break;
    out += text[end];
    line = text[end] == '\n' ? 0 : line + 1;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string Capitalized(std::string text) {
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text;
}

/// Out of CLI11's "TEXT:{a,b}" and "UINT:POSITIVE" makes "a|b" and "N".
std::string ValueName(const std::string& type) {
  const std::string name = type.substr(0, type.find(':'));
  const std::size_t choices = type.find(":{");
  if (choices != std::string::npos && (name.empty() || name == "TEXT")) {
    std::string values = type.substr(choices + 2, type.find('}') - choices - 2);
    std::ranges::replace(values, ',', '|');
    return values;
  }
  if (name == "UINT" || name == "INT") return "N";
  return name == "FLOAT" ? "X" : name;
}

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(kDescriptionColumn);
  label("SUBCOMMAND", "VERB");
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode mode) const {
  std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
  help = CLI::detail::find_and_replace(help, "\n\n\n", "\n\n");
  while (help.ends_with("\n\n")) help.pop_back();
  return help;
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return Wrapped(app->get_description(), kColumns) + "\n\n";
}

std::string HelpFormatter::make_subcommand(const CLI::App* verb) const {
  const std::string about = verb->get_description();
  std::string first = about.substr(0, about.find('\n'));
  if (first.ends_with('.')) first.pop_back();
  std::ostringstream out;
  CLI::detail::format_help(out, verb->get_name(), Wrapped(first, kColumns - kDescriptionColumn),
                           kDescriptionColumn);
  return out.str();
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  std::string out;
  if (option->get_type_size() != 0) out = ValueName(option->get_type_name());
  if (option->get_positional() && out == "TEXT") out.clear();
  if (!out.empty()) out.insert(0, " ");
  const bool many = option->get_expected_max() == CLI::detail::expected_max_vector_size;
  if (many && !out.ends_with("...")) out += " ...";
  if (option->get_required() && !option->get_positional()) out += " REQUIRED";
  return out;
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  std::string text = Capitalized(option->get_description());
  if (!option->get_default_str().empty()) text += " [" + option->get_default_str() + "]";
  return Wrapped(text, kColumns - kDescriptionColumn);
}

}  // namespace firth::cli
