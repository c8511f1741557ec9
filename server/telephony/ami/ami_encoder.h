#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace jackfield::ami {

// One header of an action. `key` is always a literal of this adapter, `value` may come from
// outside.
struct AmiHeader {
  std::string_view key;
  std::string_view value;
};

struct AmiLogin {
  std::string_view username;
  std::string_view secret;  // Never logged.
};

// The actions that the connector sends, as bytes. Any text gives exactly one action or is refused:
// no value can end a line or a message.
//
// Errors of each function: kInvalidArgument when a value holds a control character (a byte below
// 0x20, or 0x7F), or when a line or the whole action would exceed what Asterisk reads.
//
// Thread safety: pure function.

// Asterisk refuses longer lines ("Failed to parse message: line too long").
inline constexpr std::size_t kActionLineBytesMax = 1024;
inline constexpr std::size_t kActionHeadersMax = 64;

Result<std::string> EncodeAction(std::string_view action, std::string_view action_id,
                                 std::initializer_list<AmiHeader> headers = {});

Result<std::string> EncodeLogin(const AmiLogin& login, std::string_view action_id);

// Adds a filter of events to this session, at the source: a regular expression over the bytes of an
// event, which excludes what it matches when "!" stands before it. Needs the right write=system: an
// account without it is refused, which does no harm.
Result<std::string> EncodeFilter(std::string_view filter, std::string_view action_id);

Result<std::string> EncodePing(std::string_view action_id);
Result<std::string> EncodeCoreShowChannels(std::string_view action_id);
// The channels that are up, for accounts without the right to CoreShowChannels.
Result<std::string> EncodeStatus(std::string_view action_id);
Result<std::string> EncodeQueueStatus(std::string_view action_id);
Result<std::string> EncodeQueueSummary(std::string_view action_id);
// The actions that this login may use, with the rights that they need; for operators.
Result<std::string> EncodeListCommands(std::string_view action_id);
Result<std::string> EncodeLogoff(std::string_view action_id);

}  // namespace jackfield::ami
