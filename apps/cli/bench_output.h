/// What `firth bench` prints.
#pragma once

#include "firth/machine.h"

namespace firth::cli {

/// Tables for people.
void PrintReport(const MachineReport& report);

/// One line of JSON: rates in bytes, operations, steps or windows a second.
void PrintReportJson(const MachineReport& report);

}  // namespace firth::cli
