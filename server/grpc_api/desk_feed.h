#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jackfield/v1/desk_service.pb.h"

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/grpc_api/callback_views.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/pop_mapping.h"
#include "server/grpc_api/queue_watch.h"
#include "server/grpc_api/ticket_views.h"
#include "server/ports/desk_view.h"

namespace jackfield::grpc_api {

// Turns what the engine tells of one desk into what its client is told: cards are filled in,
// answered offers go on as connected pops, lists become additions and removals.
//
// Rules:
//  R1. What was answered stays a pop until the agent's part in the call is over, then it closes
//      once: at once where that part was over before the desk was told of it.
//  R2. A feed that goes on after a cursor does not know what the client holds. Where it would have
//      to, it asks for a snapshot (needs_snapshot()).
//  R3. An offer that began with pops switched off is never a pop, not when it is answered either.
//
// Thread safety: none; one per stream, used by one delivery task at a time. Blocks on the store.
class DeskFeed {
 public:
  static constexpr std::size_t kEndedMax = 256;

  using Messages = std::vector<v1::WatchDeskResponse>;

  // `queues` are those that the agent is a member of.
  DeskFeed(const ServiceParts& parts, AgentId agent, std::string login,
           std::vector<std::string> queues = {});

  // The messages of one update, all with its cursor; the last has `cursor_complete`.
  Messages Map(const DeskUpdate& update);

  // A heartbeat, after what has to be told by now: queues that changed, too, so that each is told
  // at most once for each heartbeat.
  Messages Heartbeat();

  // True once: the client has to be given a snapshot (R2).
  bool TakeNeedsSnapshot();

  // What the desk shows, for an answer outside a stream.
  v1::DeskSnapshot ToSnapshot(const DeskSnapshotView& view);
  v1::WrapUp ToWrapUp(const WrapUpView& view);

 private:
  void Add(const DeskSnapshotView& view, Messages& messages);
  void Add(const PopOpenedView& view, Messages& messages);
  void Add(const PopUpdatedView& view, Messages& messages);
  void Add(const PopClosedView& view, Messages& messages);
  void Add(const DeskCallView& view, Messages& messages);
  void Add(const AgentView& view, Messages& messages);
  void Add(const MissedListView& view, Messages& messages);
  void Add(const WorkOfferOpenedView& view, Messages& messages);
  void Add(const WorkOfferClosedView& view, Messages& messages);
  void Add(const DeskTicketView& view, Messages& messages);
  void Add(const NoticeAddedView& view, Messages& messages);
  static void Add(const NoticesRemovedView& view, Messages& messages);
  static void Add(const CommandEndedView& view, Messages& messages);
  static void Add(const AllowedCommandsView& view, Messages& messages);
  void Add(const DeskCallbackView& view, Messages& messages);

  v1::Pop PopOf(const PopView& view);
  // Empty where the queue has no template any more.
  std::string OpenUriOf(const PopView& view, const v1::Pop& pop, const SiteDocument& site);
  v1::WorkOffer WorkOfferOf(const WorkOfferView& view);
  v1::WorkNotice NoticeOf(const NoticeView& view);
  void AddWork(const DeskSnapshotView& view, v1::DeskSnapshot& snapshot);
  v1::MissedCall MissedOf(const MissedView& view);
  v1::QueueSummary SummaryOf(const std::string& queue);
  // Tells which queues the agent is no longer a member of; new ones follow with the heartbeat.
  void TakeQueues(const std::vector<std::string>& queues, Messages& messages);
  void TellQueues(Messages& messages);
  void CloseAnswered(const std::string& offer, Messages& messages);
  Viewer viewer() const { return {agent_, login_, cursor_}; }

  const ServiceParts parts_;
  const AgentId agent_;
  const std::string login_;
  TicketViews tickets_;
  CallbackViews callbacks_;

  std::int64_t cursor_ = 0;
  bool baseline_ = false;  // The client was given a snapshot here.
  bool needs_snapshot_ = false;
  std::set<std::string> ended_;                // Calls whose end was told; at most kEndedMax.
  std::map<std::string, std::string> missed_;  // Offers in the client's missed list.
  std::size_t missed_count_ = 0;               // All missed calls, as the client counts them.
  std::optional<v1::WrapUp> wrap_up_;          // Open at the client.
  // The agent's queues, and what the client was told of each; absent: nothing yet.
  std::map<std::string, std::optional<QueueWatch::Waiting>> queues_;
};

}  // namespace jackfield::grpc_api
