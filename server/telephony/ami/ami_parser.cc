#include "server/telephony/ami/ami_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/base/control_characters.h"

namespace jackfield::ami {
namespace {

constexpr std::string_view kGreetingPrefix = "Asterisk";
constexpr std::string_view kEventPrefix = "Event: ";

// The headers that say what a message is about (R2).
constexpr std::array<std::string_view, 16> kIdentityKeys = {
    "Event",          "Response",       "ActionID",           "Channel",
    "Uniqueid",       "Linkedid",       "DestChannel",        "DestUniqueid",
    "DestLinkedid",   "Queue",          "Interface",          "MemberName",
    "ParkeeUniqueid", "BridgeUniqueid", "TransfereeUniqueid", "TransfererUniqueid",
};
constexpr std::uint32_t kUniqueidBit = 1U << 4;
constexpr std::uint32_t kActionIdBit = 1U << 2;

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The bit of an identity key, 0 for every other key.
std::uint32_t IdentityBit(std::string_view key) {
  for (std::size_t i = 0; i < kIdentityKeys.size(); ++i) {
    if (EqualsIgnoringCase(kIdentityKeys[i], key)) return 1U << i;
  }
  return 0;
}

// The identity keys that occur more than once.
std::uint32_t RepeatedIdentity(const std::vector<AmiField>& fields) {
  std::uint32_t seen = 0;
  std::uint32_t repeated = 0;
  for (const AmiField& field : fields) {
    const std::uint32_t bit = IdentityBit(field.key);
    repeated |= seen & bit;
    seen |= bit;
  }
  return repeated;
}

// The value of Event when that is the first line, as Asterisk writes it; else "".
std::string_view LeadingEvent(std::string_view block, std::string_view line_end) {
  if (!block.starts_with(kEventPrefix)) return {};
  const std::string_view rest = block.substr(kEventPrefix.size());
  return rest.substr(0, rest.find(line_end));
}

// How many bytes the UTF-8 character at the front of `text` has; 0 when it is not one.
// RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t Utf8Length(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool low = lead == 0xE0 && at(1) < 0xA0;
    const bool surrogate = lead == 0xED && at(1) > 0x9F;
    return tail(1) && tail(2) && !low && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool low = lead == 0xF0 && at(1) < 0x90;
    const bool high = lead == 0xF4 && at(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !low && !high ? 4 : 0;
  }
  return 0;
}

// Characters that turn the direction of the text around them: U+061C, U+200E, U+200F, U+202A to
// U+202E, U+2066 to U+2069. A name that holds one can make a screen lie.
bool IsBidiControl(std::string_view character) {
  constexpr std::array<std::string_view, 12> kControls = {"\u061C", "\u200E", "\u200F", "\u202A",
                                                          "\u202B", "\u202C", "\u202D", "\u202E",
                                                          "\u2066", "\u2067", "\u2068", "\u2069"};
  return character.size() > 1 &&
         std::find(kControls.begin(), kControls.end(), character) != kControls.end();
}

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return ToLower(x) == ToLower(y);
         });
}

std::string CleanText(std::string_view value, std::size_t bytes_max) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string clean;
  clean.reserve(std::min(value.size(), bytes_max));
  while (!value.empty()) {
    const std::size_t length = Utf8Length(value);
    std::string_view piece = length == 0 ? kReplacement : value.substr(0, length);
    if (length == 1 && IsControl(value.front())) piece = " ";
    if (IsBidiControl(piece)) piece = {};
    if (clean.size() + piece.size() > bytes_max) break;
    clean.append(piece);
    value.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return clean;
}

std::string_view AmiMessage::Get(std::string_view key) const {
  for (const AmiField& field : *fields) {
    if (EqualsIgnoringCase(field.key, key)) return field.value;
  }
  return {};
}

bool AmiMessage::Has(std::string_view key) const {
  return std::any_of(fields->begin(), fields->end(),
                     [&](const AmiField& field) { return EqualsIgnoringCase(field.key, key); });
}

Status AmiParser::Feed(std::string_view bytes) {
  if (failed_) return Fail(ErrorCode::kDataLoss, "the stream is not that of an Asterisk manager");
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  buffer_.append(bytes);
  return greeting_.empty() ? TakeGreeting() : Status{};
}

Status AmiParser::TakeGreeting() {
  const std::size_t end = buffer_.find('\n');
  const std::string_view seen = std::string_view(buffer_).substr(0, end);
  const std::size_t compared = std::min(seen.size(), kGreetingPrefix.size());
  const bool too_long = seen.size() > kGreetingBytesMax;
  const bool cut = end != std::string::npos && seen.size() < kGreetingPrefix.size();
  if (too_long || cut || seen.substr(0, compared) != kGreetingPrefix.substr(0, compared)) {
    failed_ = true;
    return Fail(ErrorCode::kDataLoss, "the stream does not begin with an Asterisk greeting");
  }
  if (end == std::string::npos) return {};
  bare_lf_ = !seen.ends_with('\r');  // R1.
  greeting_ = CleanText(bare_lf_ ? seen : seen.substr(0, seen.size() - 1));
  begin_ = scanned_ = end + 1;
  return {};
}

std::optional<AmiMessage> AmiParser::Next() {
  if (greeting_.empty()) return std::nullopt;
  while (const std::optional<std::string_view> block = NextBlock()) {
    if (std::optional<AmiMessage> message = ParseBlock(*block)) {
      ++counters_.messages;
      return message;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> AmiParser::NextBlock() {
  const std::string_view end = BlockEnd();
  for (;;) {
    const std::size_t at = std::string_view(buffer_).find(end, scanned_);
    if (at == std::string_view::npos) {
      // The end may be cut by the chunk: the last bytes are looked at again.
      scanned_ = std::max(begin_, buffer_.size() - std::min(buffer_.size(), end.size() - 1));
      if (buffer_.size() - begin_ > kBlockBytesMax + end.size() - 1) {
        if (!skipping_) Drop(AmiDropReason::kBlockTooLong);  // R3.
        skipping_ = true;
        begin_ = scanned_;
      }
      return std::nullopt;
    }
    const std::string_view block = std::string_view(buffer_).substr(begin_, at - begin_);
    begin_ = scanned_ = at + end.size();
    if (std::exchange(skipping_, false)) continue;
    if (block.size() <= kBlockBytesMax) return block;
    Drop(AmiDropReason::kBlockTooLong);
  }
}

std::optional<AmiMessage> AmiParser::ParseBlock(std::string_view block) {
  while (block.starts_with(LineEnd())) block.remove_prefix(LineEnd().size());
  if (block.empty()) return std::nullopt;
  const std::string_view leading = LeadingEvent(block, LineEnd());
  if (filter_ && !leading.empty() && !filter_(leading, block)) {
    ++counters_.filtered;
    return std::nullopt;
  }
  if (!SplitLines(block)) return std::nullopt;
  std::optional<AmiMessage> message = Classify();
  const bool unseen = message && message->kind == AmiMessage::Kind::kEvent && leading.empty();
  if (filter_ && unseen && !filter_(message->name, block)) {
    ++counters_.filtered;
    return std::nullopt;
  }
  return message;
}

bool AmiParser::SplitLines(std::string_view block) {
  fields_.clear();
  const std::string_view end = LineEnd();
  while (!block.empty()) {
    const std::size_t at = block.find(end);
    if (!SplitLine(block.substr(0, at))) return false;
    if (at == std::string_view::npos) return true;
    block.remove_prefix(at + end.size());
  }
  return true;
}

bool AmiParser::SplitLine(std::string_view line) {
  if (line.size() > kLineBytesMax) {
    Drop(AmiDropReason::kLineTooLong);
    return false;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    ++counters_.lines_without_colon;
    return true;
  }
  if (fields_.size() == kFieldsMax) {
    Drop(AmiDropReason::kTooManyFields);
    return false;
  }
  std::string_view value = line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (value.ends_with('\n')) value.remove_suffix(1);  // The answer to Park.
  fields_.push_back({line.substr(0, colon), value});
  return true;
}

std::optional<AmiMessage> AmiParser::Classify() {
  AmiMessage message;
  message.fields = &fields_;
  // Events may carry a field Response (OriginateResponse), so Event decides first.
  message.kind = message.Has("Event") ? AmiMessage::Kind::kEvent : AmiMessage::Kind::kResponse;
  message.name = message.Get(message.kind == AmiMessage::Kind::kEvent ? "Event" : "Response");
  if (message.name.empty()) {
    Drop(AmiDropReason::kUnclassified);
    return std::nullopt;
  }
  std::uint32_t repeated = RepeatedIdentity(fields_);
  if (message.name == "UserEvent") repeated &= ~(kUniqueidBit | kActionIdBit);
  if (repeated != 0) {  // R2.
    Drop(AmiDropReason::kRepeatedIdentity);
    return std::nullopt;
  }
  return message;
}

void AmiParser::Drop(AmiDropReason reason) {
  counters_.last_drop = reason;
  switch (reason) {
    case AmiDropReason::kNone:
      return;
    case AmiDropReason::kBlockTooLong:
      ++counters_.blocks_too_long;
      return;
    case AmiDropReason::kLineTooLong:
      ++counters_.lines_too_long;
      return;
    case AmiDropReason::kTooManyFields:
      ++counters_.too_many_fields;
      return;
    case AmiDropReason::kRepeatedIdentity:
      ++counters_.repeated_identity;
      return;
    case AmiDropReason::kUnclassified:
      ++counters_.unclassified;
      return;
  }
}

}  // namespace jackfield::ami
