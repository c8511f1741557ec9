#pragma once

#include "server/app/configuration.h"
#include "server/app/setting_fields.h"

namespace jackfield::app {

// Names every setting with its type and range: the one list of what may be set.
void DescribeConfiguration(SettingFields& fields, Configuration& configuration);

}  // namespace jackfield::app
