#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace jackfield::ami {

// One "Key: Value" line.
struct AmiField {
  std::string_view key;
  std::string_view value;
};

// One AMI message: its fields in the order received. Keys may repeat (ChanVariable does).
//
// Lifetime: a view into the parser's buffer, valid until the next call of Feed() or Next().
//
// Thread safety: immutable value.
struct AmiMessage {
  enum class Kind { kEvent, kResponse };

  // The value of the first field named `key` (ASCII case ignored), or "" when there is none.
  std::string_view Get(std::string_view key) const;
  bool Has(std::string_view key) const;

  Kind kind = Kind::kEvent;
  std::string_view name;  // The value of Event, or of Response when there is no Event.
  const std::vector<AmiField>* fields = nullptr;
};

// Why a block of the stream was dropped.
enum class AmiDropReason {
  kNone,
  kBlockTooLong,
  kLineTooLong,
  kTooManyFields,
  kRepeatedIdentity,  // A second Event, Uniqueid, Channel …: perhaps forged by a caller's name.
  kUnclassified,      // Neither Event nor Response: the rest of a forged or damaged block.
};

// What an operator may want to know about the stream. Counts since construction.
struct AmiParserCounters {
  std::uint64_t messages = 0;  // Handed out by Next().
  std::uint64_t filtered = 0;  // Whole, but not wanted by the filter.
  std::uint64_t blocks_too_long = 0;
  std::uint64_t lines_too_long = 0;
  std::uint64_t too_many_fields = 0;
  std::uint64_t repeated_identity = 0;
  std::uint64_t unclassified = 0;
  std::uint64_t lines_without_colon = 0;
  AmiDropReason last_drop = AmiDropReason::kNone;

  std::uint64_t dropped() const {
    return blocks_too_long + lines_too_long + too_many_fields + repeated_identity + unclassified;
  }
};

// Turns the bytes of an AMI connection into messages. Knows no socket: bytes in, messages out, so
// that tests and fuzzers need only strings.
//
// R1. Lines end as the greeting ended: with CR LF, as every Asterisk sends. A bare LF in a value is
//     part of the value. Why: a caller's name that holds one cannot forge a line, and the answer to
//     Park ends in one. Only a peer whose greeting ends in a bare LF is read line by line at LF.
// R2. A message that repeats a header of identity is dropped and counted. Why: it says that
// somebody
//     put a line break into a value. UserEvent alone repeats Uniqueid legitimately; the first wins.
// R3. A block that exceeds a limit is dropped and counted; reading goes on after the next blank
// line
//     and the link is kept. Why: a lost link costs every call's live view, a lost block one event.
// R4. Values are the raw bytes of the PBX. Text that leaves the adapter goes through CleanText().
//
// Flow: a block costs one search for its end; only what the filter wants is split into fields.
// Memory is bounded by kBlockBytesMax plus the largest chunk fed.
//
// Thread safety: none; one per connection, used on its strand.
class AmiParser {
 public:
  // The largest event seen on a real Asterisk has 115 fields and about 5 kB, the longest line 455
  // B.
  static constexpr std::size_t kGreetingBytesMax = 256;
  static constexpr std::size_t kBlockBytesMax = 256 * 1024;
  static constexpr std::size_t kLineBytesMax = 16 * 1024;
  static constexpr std::size_t kFieldsMax = 512;

  // Says whether an event is wanted, from its name and the bytes of its whole block. Responses are
  // always wanted. An empty function wants everything.
  using Filter = std::function<bool(std::string_view event, std::string_view block)>;

  explicit AmiParser(Filter filter = {}) : filter_(std::move(filter)) {}

  // Takes the next bytes of the stream, split anywhere. Complete messages become available from
  // Next(); take them all before the next Feed().
  // Errors: kDataLoss when the stream does not begin with the greeting of an Asterisk manager. The
  // parser is then spent; close the connection.
  Status Feed(std::string_view bytes);

  // The next complete message, or nullopt until more bytes arrive.
  std::optional<AmiMessage> Next();

  // "Asterisk Call Manager/11.0.0"; "" until it has arrived.
  const std::string& greeting() const { return greeting_; }
  const AmiParserCounters& counters() const { return counters_; }

 private:
  Status TakeGreeting();
  std::optional<std::string_view> NextBlock();
  std::optional<AmiMessage> ParseBlock(std::string_view block);
  bool SplitLines(std::string_view block);
  bool SplitLine(std::string_view line);
  std::optional<AmiMessage> Classify();
  void Drop(AmiDropReason reason);
  std::string_view BlockEnd() const { return bare_lf_ ? "\n\n" : "\r\n\r\n"; }
  std::string_view LineEnd() const { return bare_lf_ ? "\n" : "\r\n"; }

  const Filter filter_;
  std::string greeting_;
  bool bare_lf_ = false;
  bool failed_ = false;
  bool skipping_ = false;    // Inside a block that is too long.
  std::string buffer_;       // Bytes received; those before begin_ are done with.
  std::size_t begin_ = 0;    // Where the block in progress begins.
  std::size_t scanned_ = 0;  // The end of a block does not begin before this.
  std::vector<AmiField> fields_;
  AmiParserCounters counters_;
};

// `value` as valid UTF-8 without control characters: a bad byte becomes U+FFFD, a control character
// a space, and a character that turns the direction of text goes. Cut to at most `bytes_max` bytes,
// between characters.
//
// Thread safety: pure function.
std::string CleanText(std::string_view value, std::size_t bytes_max = 512);

// Whether two keys or values are equal, ASCII case ignored.
//
// Thread safety: pure function.
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

}  // namespace jackfield::ami
