#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent-client/terminal/desk/callback_pages.h"
#include "agent-client/terminal/desk/desk_command.h"
#include "agent-client/terminal/desk/desk_input.h"
#include "agent-client/terminal/desk/desk_values.h"
#include "agent-client/terminal/desk/text_field.h"
#include "agent-client/terminal/desk/ticket_pages.h"

// All that a desk knows and shows. desk_model.h changes it; the screen only reads it.
namespace jackfield::desk {

// A link is live up to this long after the last message, reconnecting beyond, then offline.
inline constexpr Duration kLiveFor{5'000};
inline constexpr Duration kOfflineAfter{10'000};
inline constexpr Duration kBackFor{5'000};
inline constexpr Duration kSlowRoundTrip{500};
inline constexpr Duration kSlowFor{10'000};
inline constexpr Duration kAutosaveAfter{2'000};
inline constexpr std::size_t kNoteCharactersMax = 4'000;
inline constexpr std::size_t kClosedOffersMax = 1'000;  // Remembered, so that none comes back.
inline constexpr std::size_t kDraftsMax = 64;
inline constexpr std::size_t kTimelineMax = 10'000;
inline constexpr std::size_t kMissedMax = 100;

// What is on top of the desk and takes the keys. Esc closes the top one only.
enum class Layer : std::uint8_t {
  kNote,
  kCandidates,
  kMenu,
  kHelp,
  kSearch,
  kCreate,
  kDuplicates,
  kTimeline,
  kInteraction,
  kTickets,
  kTicket,
  kTicketPrompt,
  kTicketForm,
  kTicketEdit,
  kNumber,
  kCallbacks,
  kListedCallback,
  kCallback,
  kCallbackPrompt,
  kQuit,
};

struct Link {
  LinkChange::To stream = LinkChange::To::kConnecting;
  std::string detail;           // Why it was lost or refused.
  std::optional<Uptime> heard;  // The last message.
  std::optional<Uptime> lost;   // Since the last time it was live.
  std::optional<Uptime> back;   // Live again, after it was lost.
  int missed_while_away = 0;
  WallTime server_time{};    // As the last message that told it said,
  Uptime server_time_at{0};  // and when that came.
  std::optional<Duration> round_trip;
  std::optional<Uptime> slow_since;
};

// How the link is shown.
enum class LinkLook : std::uint8_t {
  kConnecting,
  kLive,
  kSlow,
  kBack,  // Live again.
  kReconnecting,
  kCatchingUp,
  kOffline,
  kReplaced,
  kRefused,
};

// The note and the outcome of a call, as typed.
struct Draft {
  TextField note{kNoteCharactersMax, TextField::Lines::kMany};
  std::string outcome;        // Code. Empty: none chosen.
  std::int64_t revision = 0;  // Of the last save that was asked for.
  bool dirty = false;         // Holds what the server has not.
  bool saving = false;
  bool failed = false;  // The server does not take it any more.
  Uptime edited{0};
};

enum class Say : std::uint8_t {
  kAnsweredElsewhere,  // name
  kNotLive,            // What was wanted needs the server.
  kFailed,             // name: what the server said
  kNoteRequired,       // name: the outcome
  kOutcomeRequired,
  kOutcomeChosen,  // name
  kCallNotEnded,
  kNoExtensions,
  kDone,
  kExpiredSaved,  // name
  kSeen,
  kCallerChosen,  // name
  kCallerDenied,
  kCreated,  // name, count: earlier calls that are theirs
  kPopMode,
  kNoCall,  // Nothing in focus that could be done it to.
  kNoCustomer,
  kNotice,         // name
  kWorkAccepted,   // name: what
  kWorkDeadline,   // name
  kWorkTaken,      // name
  kWorkWithdrawn,  // name
  kWorkCallCame,   // name
  kWorkNotReady,   // name
  kNoOffer,
  kNoNotice,
  kNoTicket,
  kNoCommand,       // The switch can be asked for nothing now.
  kCommandSent,     // command
  kCommandRefused,  // command, name: why
  kCommandUnknown,  // command: whether it was done is not known.
  kTicketCreated,   // count: its number
  kTicketSaved,     // count
  kSubjectRequired,
  kResolutionRequired,
  kSpanUnreadable,
  kTicketMeanwhile,    // It was changed, and is read again.
  kSatisfactionRange,  // It is one of 1 to 5.
  kCallbackTold,       // What came of it.
  kCallbackReturned,
  kCallbackCancelled,
  kCallbackGone,     // It was taken away, or over, before that.
  kCallbackDialled,  // It cannot be given back any more.
  kCallbackSpan,
  kCallbackMoved,
};

struct Toast {
  Say say = Say::kNotice;
  std::string name;
  int count = 0;
  Uptime until{0};
  bool bad = false;
  CallCommand command = CallCommand::kNone;
};

// Who or what the middle of the desk is about.
struct Focus {
  std::string offer;  // OfferId. Empty: none.
  std::string call;
  bool operator==(const Focus&) const = default;
};

struct SearchBox {
  TextField query{200};
  std::string call;      // Not empty: asks whose number it is, for this call.
  std::string searched;  // What `customers` are the answer to.
  std::vector<Customer> customers;
  std::size_t selected = 0;
  bool more = false;
  bool busy = false;
  bool answered = false;
  std::uint64_t command = 0;
};

struct CreateForm {
  static constexpr std::size_t kFields = 4;
  TextField fields[kFields] = {TextField(200), TextField(200), TextField(64), TextField(254)};
  std::size_t field = 0;
  std::string call;  // The call whose caller it is. Empty: none.
  std::vector<Duplicate> duplicates;
  std::size_t selected = 0;  // duplicates.size(): create.
  bool busy = false;
  std::uint64_t key = 0;  // Changes with the text, so that a repeated attempt creates nobody twice.
  std::uint64_t command = 0;
};

struct Timeline {
  std::string customer;
  std::optional<Customer> about;  // Of one who was searched for.
  Channel channel = Channel::kUnknown;
  std::vector<Brief> briefs;
  std::string next_page_token;
  std::size_t selected = 0;
  bool busy = false;
  bool read = false;  // The first page came.
  bool failed = false;
  std::uint64_t command = 0;
};

struct OpenInteraction {
  std::optional<Interaction> interaction;
  std::size_t scroll = 0;
  bool failed = false;
  std::uint64_t command = 0;
};

struct Menu {
  enum class Kind : std::uint8_t { kAgentState, kOutcome, kCall };
  struct Option {
    std::string label;  // Empty: of `state`, or of `command`.
    std::string code;
    AgentState state = AgentState::kUnknown;
    CallCommand command = CallCommand::kNone;
  };
  Kind kind = Kind::kAgentState;
  std::vector<Option> options;
  std::size_t selected = 0;
};

// A number that is typed: to transfer to, to consult, or to dial.
struct NumberPrompt {
  CallCommand kind = CallCommand::kDial;
  std::string call;  // Empty: to dial.
  TextField number{64};
};

// The last command to the switch of which no answer came: asked for again soon, it is the same
// request, so that it is sent once.
struct OpenCommand {
  ControlCall asked;
  std::uint64_t key = 0;
  Uptime at{0};
};

struct DeskState {
  // As the server says.
  bool known = false;  // A snapshot came.
  Agent agent;
  std::vector<Pop> pops;  // Oldest first.
  std::vector<OwnCall> calls;
  std::vector<WrapUp> wrap_ups;
  std::vector<Missed> missed;  // Newest first.
  int missed_count = 0;
  std::vector<Queue> queues;
  std::vector<NotReadyReason> reasons;
  std::vector<WorkOffer> offers;     // Oldest first.
  std::vector<Ticket> tickets;       // Of the agent, the one that is due first first.
  std::vector<WorkNotice> notices;   // Newest first.
  std::vector<CallCommand> allowed;  // What the switch can be asked for without a call.
  std::optional<Callback> callback;  // That the agent has, and whose outcome is not told.

  // Of this desk.
  Uptime now{0};
  Link link;
  std::deque<std::string> closed_offers;     // OfferId, or name of a work offer; oldest first.
  std::map<std::string, Pop> cards;          // By call: what is known of those that are wrapped up.
  std::map<std::string, Draft> drafts;       // By call.
  std::vector<std::string> unsent_outcomes;  // Calls whose wrap-up ran out with an outcome chosen.
  Focus focus;
  std::vector<Layer> layers;
  SearchBox search;
  CreateForm form;
  Timeline timeline;
  OpenInteraction interaction;
  Menu menu;
  NumberPrompt number;
  std::optional<OpenCommand> open_command;
  CallbackList callback_list;
  CallbackPrompt callback_prompt;
  TicketList ticket_list;
  OpenTicket ticket;
  TicketPrompt ticket_prompt;
  TicketForm ticket_form;
  TicketEdit ticket_edit;
  std::size_t candidate = 0;
  bool candidate_marked = false;  // None is preselected.
  std::optional<Toast> toast;
  std::uint64_t last_id = 0;
  std::map<std::uint64_t, Act> pending;  // Requests that are not answered.
};

// An entry of the calls column, in its order: what rings, who talks, what is wrapped up, what was
// missed.
struct Item {
  enum class Kind : std::uint8_t { kRinging, kTalking, kWrapUp, kMissed };
  Kind kind = Kind::kMissed;
  Focus key;
  const Pop* pop = nullptr;  // Also the card of a wrap-up, where it is known.
  const OwnCall* call = nullptr;
  const WrapUp* wrap_up = nullptr;
  const Missed* missed = nullptr;
};

// All are pure functions. The pointers stand as long as the state is not changed.
std::vector<Item> ItemsOf(const DeskState& state);
std::optional<Item> FocusedItem(const DeskState& state);
// Who the item is about. nullptr: not known.
const Caller* CallerOf(const Item& item);
// `customers/…`. Empty: not known.
std::string CustomerOf(const Item& item);
const std::vector<Outcome>& OutcomesOf(const Item& item);
// The digit that chooses an outcome: its own, else its place in the list. 0: none.
int DigitOf(const std::vector<Outcome>& outcomes, std::size_t index);

LinkLook LookOf(const DeskState& state);
// Whether what needs the server can be done.
bool IsLive(const DeskState& state);
// The server's clock, as far as it is known.
WallTime ServerNow(const DeskState& state);
// When the last message came, by the server's clock.
WallTime LiveUntil(const DeskState& state);

bool HasLayer(const DeskState& state, Layer layer);
std::optional<Layer> TopLayer(const DeskState& state);
// Whether keys go into a text or a layer, so that nothing may take them.
bool IsTyping(const DeskState& state);

}  // namespace jackfield::desk
