#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "server/ports/engine.h"

namespace jackfield::sim {

// What may go wrong between the engine and a screen, to see whether it is noticed.
enum class DeskFault : std::uint8_t { kNone, kPopTwice, kPopNeverClosed };

// The screen of one agent. Shows what it is told and nothing else; outlives its connections, as a
// page in a browser does.
//
// Thread safety: none; one per agent of a simulation.
class SimDesk {
 public:
  explicit SimDesk(std::string agent, DeskFault fault = DeskFault::kNone)
      : agent_(std::move(agent)), fault_(fault) {}

  // A new connection: what the engine is to tell. The former one is gone.
  std::weak_ptr<DeskSubscriber> Connect();
  void Disconnect() { connection_.reset(); }

  bool connected() const { return connection_ != nullptr; }
  const std::string& agent() const { return agent_; }
  std::int64_t cursor() const { return cursor_; }

  // Open pops: "source/epoch/call connection" by offer.
  const std::map<OfferId, std::string>& pops() const { return pops_; }
  // Calls that it has seen lately and that still concern it.
  const std::map<CallId, std::string>& calls() const { return calls_; }
  const AgentView& view() const { return view_; }
  const std::set<OfferId>& painted() const { return painted_; }  // Ever.

  // The first promise that was broken to this desk; "": none.
  const std::string& broken() const { return broken_; }

 private:
  class Connection;

  void Take(const DeskUpdate& update);
  void On(const DeskSnapshotView& snapshot);
  void On(const PopOpenedView& opened);
  void On(const PopUpdatedView& updated);
  void On(const PopClosedView& closed);
  void On(const DeskCallView& call);
  void On(const AgentView& agent) { view_ = agent; }
  void On(const MissedListView&) {}
  void On(const WorkOfferOpenedView& opened);
  void On(const WorkOfferClosedView& closed);
  void On(const DeskTicketView&) {}
  void On(const NoticeAddedView&) {}
  void On(const NoticesRemovedView&) {}
  void On(const CommandEndedView&) {}
  void On(const AllowedCommandsView&) {}
  void On(const DeskCallbackView&) {}
  void Break(const std::string& promise, OfferId offer);

  const std::string agent_;
  const DeskFault fault_;
  std::shared_ptr<Connection> connection_;
  std::int64_t cursor_ = 0;
  std::map<OfferId, std::string> pops_;
  std::set<OfferId> painted_;  // Ever.
  std::set<OfferId> closed_;   // Ever.
  std::map<CallId, std::string> calls_;
  std::set<ReservationId> work_offered_;  // Ever.
  std::set<ReservationId> work_offers_;   // Open.
  AgentView view_;
  std::string broken_;
};

}  // namespace jackfield::sim
