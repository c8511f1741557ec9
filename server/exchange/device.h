#pragma once

#include <string>
#include <string_view>

namespace jackfield::exchange {

// The device without what changes from call to call: "PJSIP/1001-0000000e" → "PJSIP/1001",
// "Local/2001@agents-00000006;2" → "Local/2001@agents", "Local/2001@agents/n" → the same.
//
// Thread safety: pure function.
std::string NormaliseDevice(std::string_view device);

}  // namespace jackfield::exchange
