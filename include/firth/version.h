/// The version of firth, as `firth --version` prints it. The build reads it from here.
#pragma once

#define FIRTH_VERSION_MAJOR 0
#define FIRTH_VERSION_MINOR 1
#define FIRTH_VERSION_PATCH 0
#define FIRTH_VERSION "0.1.0"
