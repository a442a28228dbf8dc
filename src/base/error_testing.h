/// What the tests of refusals share.
#pragma once

#include <string>

#include "firth/error.h"

namespace firth::base {

/// What `action` says when it refuses; empty when it does not.
template <class Action>
std::string MessageOfError(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace firth::base
