#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/check.h"
#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_translator.h"
#include "tests/support/telephony_event_text.h"

namespace jackfield::ami {
namespace {

constexpr std::string_view kGreeting = "Asterisk Call Manager/11.0.0\r\n";

// What leaves the adapter is clean text, whatever came in.
void CheckClean(const exchange::TelephonyEvent& event) {
  const std::string text = test::TextOf(event.body);
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    JACKFIELD_CHECK(CleanText(line, line.size()) == line);
    at = end + 1;
  }
}

// Answers stand for what the connector would tell the translator at that point.
void TakeResponse(AmiTranslator& translator, std::string_view name, WallTime now) {
  if (name == "Lost") translator.TakeLinkLost(now);
  if (name == "Ready") translator.TakeLinkReady(now);
  if (name == "Lists") translator.BeginSnapshot();
  if (name == "Tick") translator.Tick(now);
}

}  // namespace
}  // namespace jackfield::ami

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using jackfield::Duration, jackfield::WallTime;
  namespace ami = jackfield::ami;
  std::string stream(data, data + size);
  if (!stream.starts_with(ami::kGreeting)) stream.insert(0, ami::kGreeting);
  ami::AmiTranslator translator({"pbx", {"UCID"}});
  ami::AmiParser parser([&](std::string_view event, std::string_view block) {
    return translator.Wants(event, block);
  });
  WallTime now{};
  translator.TakeLinkReady(now);
  (void)parser.Feed(stream);
  while (const auto message = parser.Next()) {
    now += Duration(100);
    translator.Take(*message, now);
    if (message->kind == ami::AmiMessage::Kind::kResponse) {
      ami::TakeResponse(translator, message->name, now);
    }
    for (const auto& event : translator.TakeEvents()) ami::CheckClean(event);
  }
  return 0;
}
