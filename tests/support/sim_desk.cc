#include "tests/support/sim_desk.h"

#include <utility>
#include <variant>

namespace jackfield::sim {
namespace {

std::string PlaceOf(const PopView& pop) {
  return pop.call->source + "/" + pop.call->call.epoch + "/" + pop.call->call.switch_id + " " +
         pop.offer.connection;
}

}  // namespace

class SimDesk::Connection final : public DeskSubscriber {
 public:
  explicit Connection(SimDesk& desk) : desk_(desk) {}

  void OnDesk(const DeskUpdate& update) override {
    desk_.Take(update);
    if (desk_.fault_ == DeskFault::kPopTwice &&
        std::holds_alternative<PopOpenedView>(update.change))
      desk_.Take(update);
  }
  void OnReplaced() override { desk_.broken_ = "the only desk of the agent was replaced"; }

 private:
  SimDesk& desk_;
};

std::weak_ptr<DeskSubscriber> SimDesk::Connect() {
  connection_ = std::make_shared<Connection>(*this);
  return connection_;
}

void SimDesk::Break(const std::string& promise, OfferId offer) {
  if (broken_.empty()) broken_ = promise + " (offer " + std::to_string(offer.value) + ")";
}

void SimDesk::Take(const DeskUpdate& update) {
  if (update.cursor <= cursor_ && broken_.empty()) broken_ = "a cursor that does not grow (I6)";
  cursor_ = update.cursor;
  std::visit([this](const auto& change) { On(change); }, update.change);
}

void SimDesk::On(const DeskSnapshotView& snapshot) {
  view_ = snapshot.agent;
  pops_.clear();
  for (const PopView& pop : snapshot.pops) {
    if (closed_.contains(pop.offer.id))
      Break("a snapshot shows a pop that was closed", pop.offer.id);
    pops_[pop.offer.id] = PlaceOf(pop);
    painted_.insert(pop.offer.id);
    calls_[pop.call->call.id] = pop.call->call.switch_id;
  }
  for (const SharedCall& call : snapshot.calls) calls_[call->call.id] = call->call.switch_id;
  work_offers_.clear();
  for (const WorkOfferView& offer : snapshot.work_offers) {
    work_offered_.insert(offer.reservation);
    work_offers_.insert(offer.reservation);
  }
}

void SimDesk::On(const WorkOfferOpenedView& opened) {
  const ReservationId id = opened.offer.reservation;
  const bool fresh = work_offered_.insert(id).second;
  if (!fresh && broken_.empty()) broken_ = "work was offered twice by one reservation (D1)";
  work_offers_.insert(id);
}

void SimDesk::On(const WorkOfferClosedView& closed) {
  const bool open = work_offers_.erase(closed.reservation) > 0;
  if (!open && broken_.empty()) broken_ = "an offer of work was closed that is not open (D1)";
}

void SimDesk::On(const PopOpenedView& opened) {
  const OfferId id = opened.pop.offer.id;
  if (!painted_.insert(id).second) Break("a pop was painted twice (I3)", id);
  pops_[id] = PlaceOf(opened.pop);
  calls_[opened.pop.call->call.id] = opened.pop.call->call.switch_id;
}

void SimDesk::On(const PopUpdatedView& updated) {
  const OfferId id = updated.pop.offer.id;
  if (!pops_.contains(id)) return Break("a pop was updated that is not open", id);
  pops_[id] = PlaceOf(updated.pop);
}

void SimDesk::On(const PopClosedView& closed) {
  if (fault_ == DeskFault::kPopNeverClosed) return;
  if (!closed_.insert(closed.offer).second) Break("a pop was closed twice (X4)", closed.offer);
  if (pops_.erase(closed.offer) == 0) Break("a pop was closed that is not open", closed.offer);
}

void SimDesk::On(const DeskCallView& call) {
  if (call.gone) {
    calls_.erase(call.call->call.id);
  } else {
    calls_[call.call->call.id] = call.call->call.switch_id;
  }
}

}  // namespace jackfield::sim
