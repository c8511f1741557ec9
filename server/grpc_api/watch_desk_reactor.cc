#include "server/grpc_api/watch_desk_reactor.h"

#include <optional>
#include <utility>

#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/round_trip.h"
#include "server/grpc_api/session_mapping.h"
#include "server/ports/random.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kDeskIdBytes = 16;

// What an update weighs while it waits. Calls are shared with the engine and with other desks; what
// counts is what the client would be sent.
std::size_t WeightOf(const DeskUpdate& update) {
  struct Weigher {
    std::size_t operator()(const DeskSnapshotView& view) const {
      const std::size_t large = view.pops.size() + view.calls.size() + view.work_offers.size() +
                                (view.callback == nullptr ? 0U : 1U);
      const std::size_t tickets = view.tickets.size() + view.notices.size();
      return 2'048 + 2'048 * large + 1'024 * tickets + 256 * view.missed.size();
    }
    std::size_t operator()(const PopOpenedView&) const { return 2'048; }
    std::size_t operator()(const PopUpdatedView&) const { return 2'048; }
    std::size_t operator()(const PopClosedView&) const { return 128; }
    std::size_t operator()(const DeskCallView&) const { return 2'048; }
    std::size_t operator()(const AgentView&) const { return 512; }
    std::size_t operator()(const MissedListView& view) const {
      std::size_t weight = 128;
      for (const MissedView& missed : view.missed) weight += missed.call == nullptr ? 16U : 256U;
      return weight;
    }
    std::size_t operator()(const WorkOfferOpenedView&) const { return 2'048; }
    std::size_t operator()(const WorkOfferClosedView&) const { return 128; }
    std::size_t operator()(const DeskTicketView&) const { return 1'024; }
    std::size_t operator()(const NoticeAddedView&) const { return 1'024; }
    std::size_t operator()(const NoticesRemovedView& view) const {
      return 128 + 16 * view.notices.size();
    }
    std::size_t operator()(const CommandEndedView&) const { return 256; }
    std::size_t operator()(const AllowedCommandsView&) const { return 128; }
    std::size_t operator()(const DeskCallbackView&) const { return 2'048; }
  };
  return std::visit(Weigher(), update.change);
}

std::vector<std::string> QueuesOf(const exchange::State& state, const exchange::Agent& agent) {
  std::vector<std::string> names;
  for (const auto& [id, membership] : agent.memberships) {
    const auto queue = state.queues.find(id);
    if (queue != state.queues.end()) names.push_back(queue->second.configuration.name);
  }
  return names;
}

}  // namespace

WatchDeskReactor* WatchDeskReactor::Start(const ServiceParts& parts,
                                          grpc::CallbackServerContext& context,
                                          const v1::WatchDeskRequest& request) {
  auto reactor = std::make_shared<WatchDeskReactor>(parts, context, request);
  reactor->Begin(reactor);
  return reactor.get();
}

WatchDeskReactor::WatchDeskReactor(const ServiceParts& parts, grpc::CallbackServerContext& context,
                                   v1::WatchDeskRequest request)
    : WatchReactor(parts, context, {"DeskService/WatchDesk", "desk"}),
      request_(std::move(request)) {}

std::weak_ptr<WatchDeskReactor> WatchDeskReactor::weak_self() {
  return std::static_pointer_cast<WatchDeskReactor>(shared_from_this());
}

void WatchDeskReactor::OnAdmitted(const SharedIdentity& identity) {
  login_ = identity->principal.agent();
  desk_ = RandomName(parts().ports.random.Bytes(kDeskIdBytes));
  const std::weak_ptr<WatchDeskReactor> weak = weak_self();
  AskEngine(
      parts().ports.engine,
      [weak](const exchange::State& state) {
        const auto reactor = weak.lock();
        if (reactor == nullptr) return;
        const auto found = state.agent_logins.find(reactor->login_);
        if (found == state.agent_logins.end()) return reactor->Open(AgentId(), {});
        reactor->Open(found->second, QueuesOf(state, state.agents.at(found->second)));
      },
      [weak](const Error& error) {
        if (const auto reactor = weak.lock()) reactor->Close(tl::unexpected<Error>(error));
      });
}

void WatchDeskReactor::Open(AgentId agent, std::vector<std::string> queues) {
  if (!agent) {
    return Close(
        Fail(ErrorCode::kPermissionDenied, "NOT_AN_AGENT", "no agent has the login " + login_));
  }
  feed_ = std::make_unique<DeskFeed>(parts(), agent, login_, std::move(queues));
  counted_.emplace(parts().streams.desks);
  {
    const absl::MutexLock lock(&mailbox_mutex_);
    if (over_) return;
    opened_ = true;
  }
  Engine& engine = parts().ports.engine;
  engine.Command(exchange::DeskOpened{login_, desk_},
                 [weak = weak_self(), &engine, login = login_, desk = desk_](const Status& status) {
                   const auto reactor = weak.lock();
                   if (reactor == nullptr || reactor->over()) {
                     // It ended while it was being opened.
                     engine.Command(exchange::DeskClosed{login, desk}, [](const Status&) {});
                   } else if (!status) {
                     reactor->Close(status);
                   } else {
                     reactor->Watch(reactor->request_.resume_cursor());
                     reactor->TellRoundTrip();
                   }
                 });
}

void WatchDeskReactor::TellRoundTrip() {
  if (!request_.has_round_trip_duration()) return;
  TakeRoundTrip(parts(), login_, request_.round_trip_duration());
}

bool WatchDeskReactor::over() {
  const absl::MutexLock lock(&mailbox_mutex_);
  return over_;
}

void WatchDeskReactor::Watch(std::int64_t resume_cursor) {
  const std::weak_ptr<WatchDeskReactor> weak = weak_self();
  parts().ports.engine.WatchDesk(login_, resume_cursor, weak, [weak](const Status& status) {
    const auto reactor = weak.lock();
    if (reactor == nullptr) return;
    if (!status) return reactor->Close(status);
    reactor->Push(CaughtUp());
  });
}

void WatchDeskReactor::OnDesk(const DeskUpdate& update) {
  const bool snapshot = std::holds_alternative<DeskSnapshotView>(update.change);
  bool overflows = false;
  {
    const absl::MutexLock lock(&mailbox_mutex_);
    if (awaits_snapshot_ && !snapshot) return;
    awaits_snapshot_ = false;
    overflows = mailbox_.size() >= kUpdatesMax || bytes_ + WeightOf(update) > kBytesMax;
    // A snapshot alone is taken whatever it weighs: nothing smaller could replace it.
    if (snapshot && bytes_ == 0) overflows = false;
  }
  if (overflows) {
    parts().ports.metrics.Count(figures::kStreamResyncTotal, "kind=desk");
    return Resync(v1::Resync::REASON_TOO_SLOW);  // R1
  }
  Push(update);
}

void WatchDeskReactor::OnReplaced() {
  Close(Fail(ErrorCode::kAborted, "DESK_REPLACED", "a newer desk of the agent took over"));
}

void WatchDeskReactor::Resync(v1::Resync::Reason reason) {
  {
    const absl::MutexLock lock(&mailbox_mutex_);
    mailbox_.clear();
    bytes_ = 0;
    mailbox_.emplace_back(Resynced{reason});
    awaits_snapshot_ = true;
  }
  Wake();
}

void WatchDeskReactor::Push(Item item) {
  {
    const absl::MutexLock lock(&mailbox_mutex_);
    if (over_) return;
    if (const auto* update = std::get_if<DeskUpdate>(&item)) bytes_ += WeightOf(*update);
    mailbox_.push_back(std::move(item));
  }
  Wake();
}

bool WatchDeskReactor::HasWork() {
  const absl::MutexLock lock(&mailbox_mutex_);
  return !mailbox_.empty();
}

WatchDeskReactor::Messages WatchDeskReactor::MakeMessages() {
  std::optional<Item> item;
  {
    const absl::MutexLock lock(&mailbox_mutex_);
    if (mailbox_.empty()) return {};
    item = std::move(mailbox_.front());
    mailbox_.pop_front();
    if (const auto* update = std::get_if<DeskUpdate>(&*item)) bytes_ -= WeightOf(*update);
  }
  if (std::holds_alternative<CaughtUp>(*item)) return feed_->Heartbeat();
  if (const auto* resynced = std::get_if<Resynced>(&*item)) {
    Watch(0);  // Here, because a subscriber must not call the engine.
    Messages messages(1);
    messages.front().mutable_resync()->set_reason(resynced->reason);
    return messages;
  }
  Messages messages = feed_->Map(std::get<DeskUpdate>(*item));
  if (feed_->TakeNeedsSnapshot()) Resync(v1::Resync::REASON_CURSOR_TOO_OLD);
  return messages;
}

WatchDeskReactor::Messages WatchDeskReactor::MakeHeartbeat() {
  {
    // A heartbeat may be due while the engine still opens the desk.
    const absl::MutexLock lock(&mailbox_mutex_);
    if (!opened_) return {};
  }
  return feed_->Heartbeat();
}

void WatchDeskReactor::OnWritten(const v1::WatchDeskResponse& message) {
  if (message.has_pop_opened()) return NoteDelivery(message.pop_opened());
  for (const v1::Pop& pop : message.snapshot().pops()) NoteDelivery(pop);
}

void WatchDeskReactor::NoteDelivery(const v1::Pop& pop) {
  const Result<OfferId> offer = OfferIdOf("offer", pop.offer());
  if (pop.state() != v1::Pop::STATE_RINGING || !offer) return;
  parts().ports.engine.NoteDelivery(
      {CallOfOffer(pop.offer()), *offer, parts().ports.clock.WallNow()});
}

void WatchDeskReactor::OnEnd() {
  {
    const absl::MutexLock lock(&mailbox_mutex_);
    over_ = true;
    mailbox_.clear();
    bytes_ = 0;
    if (!opened_) return;
  }
  Engine& engine = parts().ports.engine;
  const auto close = [&engine, login = login_, desk = desk_] {
    engine.Command(exchange::DeskClosed{login, desk}, [](const Status&) {});  // R2
  };
  // Best not here, where the engine may be telling that the desk was replaced.
  if (!parts().delivery.Post(close)) close();
}

}  // namespace jackfield::grpc_api
