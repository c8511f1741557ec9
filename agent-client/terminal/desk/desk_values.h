#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent-client/terminal/desk/number_values.h"
#include "agent-client/terminal/desk/work_values.h"
#include "server/base/time.h"

// What the server tells a desk, as plain values. The fields have the names and the meaning of
// proto/jackfield/v1; session/desk_mapping.h makes them. All texts come from outside and are
// cleaned where they are drawn.
namespace jackfield::desk {

// The numbers of the enumerators are those of the contract; a newer one is mapped to the first.
enum class AgentState : std::uint8_t {
  kUnknown = 0,
  kLoggedOff = 1,
  kNotReady = 2,
  kReady = 3,
  kReserved = 4,
  kAlerting = 5,
  kConnected = 6,
  kHold = 7,
  kWorkingAfterCall = 8,
};

enum class PopMode : std::uint8_t { kOn = 1, kCardOnly = 2, kOff = 3 };

struct Agent {
  std::string name;
  std::string login;
  std::string display_name;
  AgentState state = AgentState::kUnknown;
  std::string reason;
  WallTime since{};
  AgentState pending_state = AgentState::kUnknown;  // kUnknown: none.
  std::string pending_reason;
  PopMode pop_mode = PopMode::kOn;
  bool off_hours = false;  // It is outside their working hours.
};

enum class MatchKind : std::uint8_t {
  kNone = 0,
  kExact = 1,
  kOtherFormat = 2,
  kExtensionStripped = 3,
  kChosen = 4,
  kDenied = 5,
  kAttachedId = 6,
  kConfirmedBefore = 7,
};

enum class CandidateReason : std::uint8_t {
  kNone = 0,
  kChosenBefore = 1,
  kSameAgent = 2,
  kSameQueue = 3,
  kOpenTicket = 4,
  kLastContact = 5,
  kRole = 6,
};

struct Candidate {
  std::string customer;
  std::string display_name;
  std::string company;
  std::string role;
  std::string formatted_number;
  std::optional<WallTime> last_contact;
  CandidateReason reason = CandidateReason::kNone;
};

struct Caller {
  std::string display_name;
  Number number;
  bool withheld = false;
  std::string customer;  // Empty: not known who.
  std::string company;
  std::string role;
  std::string tier;
  std::vector<std::string> flags;  // Labels.
  std::string language;
  MatchKind match = MatchKind::kNone;
  std::vector<Candidate> candidates;
  int candidate_count = 0;
};

enum class Channel : std::uint8_t {
  kUnknown = 0,
  kCall = 1,
  kEmail = 2,
  kChat = 3,
  kSms = 4,
  kVisit = 5,
  kLetter = 6,
  kNote = 7,
  kVoicemail = 8,
};
constexpr int kChannelCount = 9;

enum class CallResult : std::uint8_t {
  kUnknown = 0,
  kAnswered = 1,
  kAbandoned = 2,
  kUnanswered = 3,
  kRefused = 4,
  kLost = 5,
  kLeft = 6,
};

// One line of a timeline.
struct Brief {
  std::string name;
  Channel channel = Channel::kUnknown;
  bool outbound = false;
  WallTime start{};
  std::string summary;
  std::string agent_display_name;
  std::string outcome;
  CallResult result = CallResult::kUnknown;
};

// An interaction in full.
struct Interaction {
  Brief brief;
  std::optional<WallTime> end;
  std::string note;
  std::string subject;
  std::string body;
  std::string address;
  Number dialled;
  std::string dialled_label;
  Duration waited{0};
  Duration talked{0};
  Duration held{0};
  struct Part {
    std::string agent_display_name;
    std::string disposition;
    std::string note;
  };
  std::vector<Part> parts;
};

struct Outcome {
  std::string code;
  std::string label;
  int digit = 0;  // 0: none of its own; then its place in the list counts.
  bool note_required = false;
};

struct Attached {
  std::string label;
  std::string value;
  bool masked = false;
};

enum class PopState : std::uint8_t { kRinging = 1, kConnected = 2, kHeld = 3, kEnded = 4 };
enum class PopPolicy : std::uint8_t { kCard = 1, kOpenOnAnswer = 2, kOpenUriOnAnswer = 3 };

struct Pop {
  std::string offer;
  std::string call;
  PopState state = PopState::kEnded;
  std::string queue;
  std::string queue_display_name;
  int offer_number = 0;
  int offer_count = 0;
  std::optional<Duration> waited;
  std::optional<WallTime> waiting_since;
  WallTime ring_start{};
  std::optional<WallTime> answered;
  std::optional<WallTime> held_since;
  Caller caller;
  Number dialled;
  std::string dialled_label;
  std::vector<Attached> attached;
  std::string pinned_note;
  int calls_today = 0;
  std::string last_agent;
  std::string last_outcome;
  std::vector<Brief> recent;
  int open_tickets = 0;
  PopPolicy policy = PopPolicy::kCard;
  std::string open_uri;
  std::vector<Outcome> outcomes;
  bool transferred = false;
  std::string transferred_by;
  std::optional<WallTime> next_appointment;
  std::int64_t revision = 0;
  std::vector<CallCommand> allowed;
  std::vector<Ticket> tickets;  // The first of `open_tickets`, newest first.
};

enum class CloseReason : std::uint8_t {
  kUnknown = 0,
  kAnsweredByYou = 1,
  kAnsweredElsewhere = 2,
  kNoAnswer = 3,
  kCallerGone = 4,
  kCancelled = 5,
  kLost = 6,
  kTransferred = 7,
  kDeadline = 8,
};

struct PopClosed {
  std::string offer;
  CloseReason reason = CloseReason::kUnknown;
  std::string answered_by;
};

enum class CallState : std::uint8_t {
  kUnknown = 0,  // Treated as connected.
  kDialling = 1,
  kConnected = 2,
  kHeld = 3,
  kEnded = 4,
};

struct OwnCall {
  std::string call;
  std::string offer;
  CallState state = CallState::kUnknown;
  Caller caller;
  std::string queue_display_name;
  WallTime start{};
  WallTime since{};
  std::int64_t revision = 0;
  std::vector<CallCommand> allowed;
};

enum class WrapUpState : std::uint8_t { kOpen = 1, kCompleted = 2, kExpired = 3 };

struct WrapUp {
  std::string call;
  WrapUpState state = WrapUpState::kOpen;
  std::string caller_display_name;
  WallTime start{};
  std::optional<WallTime> deadline;
  int extensions_left = 0;
  std::string note;
  std::int64_t note_revision = 0;
  std::string disposition;
  std::vector<Outcome> outcomes;
  bool disposition_required = false;
};

struct Missed {
  std::string offer;
  std::string call;
  std::string caller_display_name;
  Number number;
  bool withheld = false;
  std::string customer;
  std::string queue_display_name;
  WallTime ring_start{};
  Duration ring_duration{0};
  CloseReason reason = CloseReason::kUnknown;
};

struct Queue {
  std::string queue;
  std::string display_name;
  int waiting = 0;
  std::optional<WallTime> longest_since;
  bool stale = false;
};

struct NotReadyReason {
  std::string code;
  std::string label;
};

struct Snapshot {
  Agent agent;
  std::vector<Pop> pops;
  std::vector<OwnCall> calls;
  std::vector<WrapUp> wrap_ups;
  std::vector<Missed> missed;
  int missed_count = 0;
  std::vector<Queue> queues;
  std::vector<NotReadyReason> reasons;
  WallTime server_time{};
  std::vector<WorkOffer> offers;     // Oldest first.
  std::vector<Ticket> tickets;       // The one that is due first first.
  std::vector<WorkNotice> notices;   // Newest first.
  std::vector<CallCommand> allowed;  // Without a call.
  std::optional<Callback> callback;  // That the agent has.
};

// A customer as a search finds them.
struct Customer {
  std::string name;
  std::string display_name;
  std::string company;
  std::string role;
  std::string tier;
  std::vector<std::string> flags;
  std::string pinned_note;
  std::vector<std::string> numbers;  // As to be shown.
  std::vector<std::string> email_addresses;
};

// An existing customer who may be the same as the one that is about to be created.
struct Duplicate {
  std::string customer;
  std::string display_name;
  std::string company;
  std::string alike;  // In what, in words.
};

// The identity of an offer: the last part of its name. After a transfer the same offer may be named
// under another call.
inline std::string OfferId(std::string_view offer) {
  return std::string(offer.substr(offer.rfind('/') + 1));
}

}  // namespace jackfield::desk
