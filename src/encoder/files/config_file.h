/// The settings in a model folder's configuration files.
#pragma once

#include "encoder/bert_settings.h"
#include "encoder/files/json_file.h"
#include "firth/encoder.h"

namespace firth::encoder {

/// Of config.json. Throws Error: kFormat (a field is missing or of another kind), kInput (another
/// architecture, activation or way of counting places).
BertSettings BertSettingsFromJson(const JsonFile& file);

/// Of a Pooling module's config.json. Throws Error: kFormat, kInput (several poolings at once).
Pooling PoolingFromJson(const JsonFile& file);

}  // namespace firth::encoder
