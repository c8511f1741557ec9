#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_translator.h"
#include "tests/support/telephony_event_text.h"

namespace jackfield::ami {

// A translator that is told AMI events in short and says its telephony events as lines.
//
// "Hold Uniqueid=1.1 Linkedid=1.1 Channel=PJSIP/1001-00000001" is one event; a value ends at the
// next space, and "~" stands for a space in it.
//
// Thread safety: none; one per test.
class AmiScript {
 public:
  explicit AmiScript(std::vector<std::string> attached = {})
      : translator_({"pbx", std::move(attached)}) {
    (void)parser_.Feed("Asterisk Call Manager/11.0.0\r\n");
    translator_.TakeLinkReady(now_);
    (void)Said();
  }

  // Tells the event; returns what is said because of it.
  std::vector<std::string> Tell(std::string_view event) {
    std::string block = "Event: ";
    bool value = false;
    for (const char c : event) {
      if (c == ' ') {
        block += "\r\n";
        value = false;
      } else if (c == '=' && !value) {
        block += ": ";
        value = true;
      } else {
        block += c == '~' ? ' ' : c;
      }
    }
    (void)parser_.Feed(block + "\r\n\r\n");
    while (const auto message = parser_.Next()) translator_.Take(*message, now_);
    return Said();
  }

  void Pass(Duration time) { now_ += time; }

  std::vector<std::string> Said() {
    std::vector<std::string> lines;
    for (const auto& event : translator_.TakeEvents()) lines.push_back(test::TextOf(event.body));
    return lines;
  }

  AmiTranslator& translator() { return translator_; }
  WallTime now() const { return now_; }

 private:
  WallTime now_{Duration(1'000'000)};
  AmiTranslator translator_;
  AmiParser parser_{[this](std::string_view event, std::string_view block) {
    return translator_.Wants(event, block);
  }};
};

}  // namespace jackfield::ami
