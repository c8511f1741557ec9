#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/check.h"
#include "server/telephony/ami/ami_parser.h"

namespace jackfield::ami {
namespace {

struct Outcome {
  std::vector<std::string> messages;
  bool failed = false;
};

Outcome Run(std::string_view bytes, std::size_t piece) {
  Outcome outcome;
  AmiParser parser;
  while (!bytes.empty() && !outcome.failed) {
    outcome.failed = !parser.Feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    while (const auto message = parser.Next()) {
      std::string text(message->name);
      for (const AmiField& field : *message->fields) {
        text.append("|").append(field.key).append("=").append(CleanText(field.value));
      }
      outcome.messages.push_back(std::move(text));
    }
  }
  return outcome;
}

}  // namespace
}  // namespace jackfield::ami

// The first byte chooses the size of the chunks; the messages must not depend on it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  std::string stream(data + 1, data + size);
  if (data[0] % 2 == 0) stream.insert(0, "Asterisk Call Manager/11.0.0\r\n");
  const auto whole = jackfield::ami::Run(stream, stream.size() + 1);
  const auto cut = jackfield::ami::Run(stream, std::size_t{1} + data[0] / 2U);
  JACKFIELD_CHECK(whole.failed == cut.failed);
  JACKFIELD_CHECK(whole.failed || whole.messages == cut.messages);
  return 0;
}
