// The exchange under a hostile history: any event of any source at any time, with ids that meet.
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "server/base/check.h"
#include "server/exchange/exchange.h"

namespace jackfield::exchange {
namespace {

constexpr std::size_t kInputsMax = 400;
constexpr Duration kHistoryMax{20LL * 3'600 * 1'000};  // Within the intervals that are kept.

// Choices out of the fuzzer's bytes; zeros when they are used up.
//
// Thread safety: none; one per run.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  bool left() const { return at_ < size_; }
  std::size_t Below(std::size_t bound) { return at_ < size_ ? data_[at_++] % bound : 0; }
  bool Coin() { return Below(2) == 1; }
  std::string Call() { return OneOf<4>({"c1", "c2", "c3", "c4"}); }
  // Few, and not apart by call: what a source mixes up is what this looks for.
  std::string Connection() { return OneOf<5>({"x1", "x2", "x3", "x4", "x5"}); }
  std::string Queue() { return OneOf<2>({"sales", "support"}); }
  std::string QueueOrNone() { return OneOf<3>({"", "sales", "support"}); }
  std::string Device() { return OneOf<4>({"", "PJSIP/1001", "PJSIP/1002", "PJSIP/9999"}); }
  std::string Agent() { return OneOf<3>({"ana", "bo", "nobody"}); }

  template <std::size_t kCount>
  std::string OneOf(const std::array<const char*, kCount>& words) {
    return words[Below(kCount)];
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

Caller CallerOf(Choices& choices) {
  Caller caller;
  caller.presentation = static_cast<Presentation>(choices.Below(3));
  if (caller.presentation == Presentation::kPresented) caller.number = PersonalText("+4930123456");
  return caller;
}

SwitchSnapshot SnapshotOf(Choices& choices) {
  SwitchSnapshot snapshot;
  for (std::size_t calls = choices.Below(3); calls > 0; --calls) {
    SnapshotCall call{.call = choices.Call()};
    for (std::size_t parts = choices.Below(3); parts > 0; --parts) {
      call.connections.push_back({choices.Connection(), choices.Device(), choices.Coin()});
    }
    snapshot.calls.push_back(std::move(call));
  }
  for (std::size_t waiting = choices.Below(3); waiting > 0; --waiting) {
    snapshot.waiting.push_back(
        {choices.Queue(), choices.Call(), choices.Connection(), Duration{choices.Below(200)}});
  }
  if (choices.Coin())
    snapshot.members.push_back({choices.Queue(), choices.Device(), choices.Coin()});
  snapshot.queues = {"sales", "support"};
  return snapshot;
}

TelephonyEventBody PartOf(Choices& choices, std::size_t kind) {
  switch (kind) {
    case 0:
      return Delivered{choices.Call(), choices.Connection(), choices.Device(),
                       choices.QueueOrNone(), choices.Connection()};
    case 1:
      return Established{choices.Call(), choices.Connection(), choices.Device(),
                         choices.QueueOrNone(), choices.Connection()};
    case 2:
      return RingEnded{choices.Call(), choices.Connection(),
                       static_cast<RingEnd>(choices.Below(5))};
    case 3:
      return Held{choices.Call(), choices.Connection()};
    case 4:
      return Retrieved{choices.Call(), choices.Connection()};
    default:
      return ConnectionCleared{choices.Call(), choices.Connection()};
  }
}

TelephonyEventBody QueueEventOf(Choices& choices, std::size_t kind) {
  switch (kind) {
    case 0:
      return Queued{choices.Call(), choices.Connection(), choices.Queue()};
    case 1:
      return Dequeued{choices.Call(), choices.Connection(), choices.Queue(),
                      static_cast<DequeueCause>(choices.Below(6))};
    case 2:
      return LegMoved{choices.Call(), choices.Connection(), choices.Queue(), choices.Call(),
                      choices.Connection()};
    case 3:
      return LegCompleted{choices.Coin() ? choices.Call() : "",
                          choices.Coin() ? choices.Connection() : "", choices.Queue(),
                          choices.Device(), choices.Coin()};
    case 4:
      return QueueRefused{choices.Call(), choices.Queue(), RefusalCause::kFull};
    case 5:
      return MemberAdded{choices.Queue(), choices.Device(), choices.Coin(), {}};
    case 6:
      return MemberRemoved{choices.Queue(), choices.Device()};
    case 7:
      return MemberPaused{choices.Queue(), choices.Device(), choices.Coin(), {}};
    default:
      return QueueParameters{choices.Queue(), Duration{1'000 * (1 + choices.Below(60))}};
  }
}

TelephonyEventBody CallEventOf(Choices& choices, std::size_t kind) {
  switch (kind) {
    case 0:
      return Originated{.call = choices.Call(),
                        .caller = CallerOf(choices),
                        .connection = choices.Connection(),
                        .device = choices.Device()};
    case 1:
      return CallInformation{.call = choices.Call(), .caller = CallerOf(choices)};
    case 2:
      return Transferred{choices.Call(),
                         static_cast<TransferKind>(choices.Below(2)),
                         choices.Connection(),
                         choices.Coin() ? choices.Call() : "",
                         {}};
    case 3:
      return Conferenced{choices.Call(), choices.Call()};
    case 4:
      return CallCleared{choices.Call()};
    case 5:
      return Parked{choices.Call(), "701"};
    case 6:
      return Unparked{choices.Call()};
    case 7:
      return LinkUp{choices.OneOf<3>({"", "one", "two"}), std::set{CommandKind::kRoute}};
    case 8:
      return LinkDown{};
    default:
      return SnapshotOf(choices);
  }
}

DeskCommand CommandOf(Choices& choices, const State& state) {
  const std::string agent = choices.Agent();
  const CallId call = state.calls.empty() ? CallId{} : state.calls.rbegin()->first;
  switch (choices.Below(11)) {
    case 0:
      return DeskOpened{agent, "desk"};
    case 1:
      return DeskClosed{agent, "desk"};
    case 2:
      return SetAgentState{agent, static_cast<AgentWish>(choices.Below(3)), "lunch", {}};
    case 3:
      return SaveNote{agent, call, PersonalText("note"), 1};
    case 4:
      return CompleteWrapUp{agent, call, {}, {}};
    case 5:
      return ExtendWrapUp{agent, call, Duration{30'000}, 3};
    case 6:
      return ChooseCaller{agent, call, CustomerId{3}};
    case 7:
      return SetPopMode{agent, static_cast<PopMode>(choices.Below(3))};
    case 8:
      return AcknowledgeNotices{agent, {}};
    case 9:
      return UpdateStanding{CustomerId{3}, {2, choices.Coin(), agent}};
    default:
      return AcknowledgeMissed{agent, {}};
  }
}

Configuration SiteOf(Choices& choices) {
  Configuration site;
  site.queues = {{.name = "sales", .wrap_up = Duration{10'000}}};
  site.agents = {{.login = "ana", .display_name = "Ana", .devices = {"PJSIP/1001"}}};
  site.agents.push_back({.login = "bo", .display_name = "Bo", .devices = {"PJSIP/1002"}});
  site.queues.push_back({.name = "support"});
  site.queues.back().routing.mode = QueueMode::kDirected;
  for (AgentConfiguration& agent : site.agents) agent.queues = {{"support", 1}};
  // A phone changes hands.
  if (choices.Coin()) std::swap(site.agents[0].devices, site.agents[1].devices);
  return site;
}

// What must hold after each input.
//
// Thread safety: none; one per run.
class Sound {
 public:
  void Check(const State& state, const Effects& effects) {
    for (const Effect& effect : effects) {
      if (const auto* opened = std::get_if<OfferOpened>(&effect)) {
        JACKFIELD_CHECK(opened_.insert(opened->offer).second);
      } else if (const auto* closed = std::get_if<OfferClosed>(&effect)) {
        JACKFIELD_CHECK(opened_.contains(closed->offer) && closed_.insert(closed->offer).second);
      }
    }
    for (const auto& [id, call] : state.calls) CheckCall(state, call);
    for (const auto& [id, queue] : state.queues) CheckQueue(state, queue);
    for (const auto& [id, agent] : state.agents) CheckAgent(state, agent);
    CheckWork(state);
  }

 private:
  void CheckCall(const State& state, const Call& call) {
    if (!call.live()) over_.insert(call.id);
    JACKFIELD_CHECK(!call.live() || !over_.contains(call.id));  // A terminal state is sticky.
    for (const Offer& offer : call.offers) {
      const bool rings = offer.state == OfferState::kRinging;
      JACKFIELD_CHECK(!rings || call.live());
      JACKFIELD_CHECK(rings != closed_.contains(offer.id));
    }
    for (std::uint32_t index = 0; index < call.legs.size(); ++index) {
      const Leg& leg = call.legs[index];
      const bool waits = leg.state == LegState::kWaiting;
      JACKFIELD_CHECK(!waits || call.live());
      JACKFIELD_CHECK(waits == state.queues.at(leg.queue).waiting.contains({call.id, index}));
    }
  }
  static void CheckQueue(const State& state, const Queue& queue) {
    std::uint64_t entered = 0;
    std::uint64_t left = queue.waiting.size();
    for (const auto& [interval, each] : queue.intervals) {
      entered += each.offered;
      left += each.answered + each.abandoned + each.timed_out + each.exit_key + each.exit_empty +
              each.withdrawn + each.lost;
    }
    JACKFIELD_CHECK(entered == left);
    for (const auto& [call, index] : queue.waiting) {
      JACKFIELD_CHECK(index < state.calls.at(call).legs.size());
    }
  }
  static void CheckAgent(const State& state, const Agent& agent) {
    for (const auto& [call, connection] : agent.busy) {
      const Connection& part = state.calls.at(call).connections.at(connection);
      JACKFIELD_CHECK(part.state != ConnectionState::kNull && part.agent == agent.id);
    }
    JACKFIELD_CHECK((agent.state == AgentState::kWorkingAfterCall) <= agent.wrap_up.has_value());
    JACKFIELD_CHECK(agent.routing.reserved_calls.size() <= 1);
    for (const ReservationId id : agent.routing.reserved_calls) {
      JACKFIELD_CHECK(state.reservations.at(id).agent == agent.id);
    }
  }
  static void CheckWork(const State& state) {
    std::size_t reserved = 0;
    for (const auto& [key, item] : state.work) {
      const Leg& leg = state.calls.at(CallId{key.id}).legs.at(key.leg);
      JACKFIELD_CHECK(leg.state == LegState::kWaiting && leg.queue == item.queue);
      reserved += item.reserved.size();
      for (const ReservationId id : item.reserved) {
        JACKFIELD_CHECK(state.reservations.at(id).work == key);
      }
    }
    JACKFIELD_CHECK(reserved == state.reservations.size());
    for (const auto& [id, reservation] : state.reservations) {
      JACKFIELD_CHECK(reservation.deadline > state.now);  // It is over then, if not before.
    }
  }

  std::set<OfferId> opened_;
  std::set<OfferId> closed_;
  std::set<CallId> over_;
};

class History {
 public:
  explicit History(Choices& choices) : choices_(choices) { Apply(SiteOf(choices_)); }

  void Run() {
    for (std::size_t i = 0; i < kInputsMax && choices_.left() && now_ < kHistoryMax; ++i) Step();
    const std::string bytes = exchange_.Save();
    JACKFIELD_CHECK(Exchange::Restore(bytes)->Save() == bytes);
    ComeToRest();
  }

 private:
  template <typename Body>
  void Apply(Body body) {
    Input input{.now = Instant(now_), .wall = WallTime(now_), .names = {1, ++sequence_}};
    input.body = std::move(body);
    const auto effects = exchange_.Apply(Sequence{sequence_}, input);
    if (effects) {
      sound_.Check(exchange_.state(), *effects);
    } else {
      --sequence_;  // Refused, which changes nothing.
    }
  }
  void Tell(TelephonyEventBody body, const char* source = "pbx") {
    TelephonyEvent event{.source = source, .id = {}, .time = {}, .body = std::move(body)};
    // A clock of its own, which may be set while calls are live.
    if (choices_.Coin()) event.time = WallTime(now_ + Duration{choices_.Below(4) * 400});
    Apply(std::move(event));
  }
  void Step() {
    switch (choices_.Below(8)) {
      case 0:
      case 1:
      case 2:
        return Tell(PartOf(choices_, choices_.Below(6)));
      case 3:
        return Tell(QueueEventOf(choices_, choices_.Below(9)));
      case 4:
        return Tell(CallEventOf(choices_, choices_.Below(10)));
      case 5:
        return Tell(QueueEventOf(choices_, 0), choices_.Coin() ? "pbx" : "other");
      case 6:
        return Apply(CommandOf(choices_, exchange_.state()));
      default:
        return Wait();
    }
  }
  void Wait() {
    constexpr std::array<int, 4> kSteps = {1'000, 30'000, 130'000, 4'000'000};
    now_ += Duration{kSteps[choices_.Below(kSteps.size())]};
    if (choices_.Below(16) == 1) return Apply(SiteOf(choices_));
    Apply(TimersDue{});
  }
  // The switches say that nothing is live, and an hour goes by.
  void ComeToRest() {
    for (const char* source : {"pbx", "other"}) {
      Tell(SwitchSnapshot{.queues = {"sales", "support"}}, source);
    }
    now_ += Duration{2 * 3'600'000};
    Apply(TimersDue{});
    for (const auto& [id, agent] : exchange_.state().agents) {
      JACKFIELD_CHECK(agent.busy.empty());
      JACKFIELD_CHECK(!agent.wrap_up);
    }
    for (const auto& [id, queue] : exchange_.state().queues) JACKFIELD_CHECK(queue.waiting.empty());
  }

  Choices& choices_;
  Exchange exchange_;
  Sound sound_;
  Duration now_{0};
  std::uint64_t sequence_ = 0;
};

}  // namespace
}  // namespace jackfield::exchange

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  jackfield::exchange::Choices choices(data, size);
  jackfield::exchange::History(choices).Run();
  return 0;
}
