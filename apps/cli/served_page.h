/// A page that is served to this machine until the user has enough.
#pragma once

#include <string>

#include "interrupt.h"

namespace firth::cli {

/// Prints the address, says how to go on, and returns when a signal asks for the end.
void ShowPage(const std::string& url, const InterruptGuard& interrupt);

}  // namespace firth::cli
