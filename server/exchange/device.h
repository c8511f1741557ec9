#pragma once

#include <string>
#include <string_view>

namespace jackfield::exchange {

// The device without what changes from call to call: "PJSIP/1001-0000000e" → "PJSIP/1001",
// "Local/2001@agents-00000006;2" → "Local/2001@agents", "Local/2001@agents/n" → the same.
//
// Thread safety: pure function.
std::string NormaliseDevice(std::string_view device);

// A device as it is declared for an agent.
struct DeclaredDevice {
  std::string source;  // Whose device it is. Empty: any source's.
  std::string name;
};

// "pbx:PJSIP/1001" → "PJSIP/1001" of "pbx", "PJSIP/1001" → the same of any.
//
// Thread safety: pure function.
DeclaredDevice SplitDevice(const std::string& declared);

}  // namespace jackfield::exchange
