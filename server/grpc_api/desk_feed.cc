#include "server/grpc_api/desk_feed.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "server/grpc_api/agent_mapping.h"
#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/configuration_mapping.h"
#include "server/grpc_api/desk_command_mapping.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/uri_template.h"
#include "server/grpc_api/work_mapping.h"
#include "server/ports/clock.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kPopsMax = 16;
constexpr int kMissedMax = 100;
constexpr int kWorkOffersMax = 8;
constexpr std::size_t kUriMax = 1'024;

v1::WatchDeskResponse& Append(DeskFeed::Messages& messages) {
  messages.emplace_back();
  return messages.back();
}

std::string OfferNameOf(const MissedView& view) {
  return OfferName(view.first_call.empty() ? "0" : view.first_call, view.offer);
}

}  // namespace

DeskFeed::DeskFeed(const ServiceParts& parts, AgentId agent, std::string login,
                   std::vector<std::string> queues)
    : parts_(parts), agent_(agent), login_(std::move(login)), tickets_(parts), callbacks_(parts) {
  for (std::string& queue : queues) queues_[std::move(queue)];
}

DeskFeed::Messages DeskFeed::Map(const DeskUpdate& update) {
  cursor_ = update.cursor;
  Messages messages;
  std::visit([&](const auto& change) { Add(change, messages); }, update.change);
  for (v1::WatchDeskResponse& message : messages) message.set_cursor(cursor_);
  if (!messages.empty()) messages.back().set_cursor_complete(true);
  return messages;
}

DeskFeed::Messages DeskFeed::Heartbeat() {
  Messages messages;
  TellQueues(messages);
  *Append(messages).mutable_heartbeat()->mutable_server_time() =
      ToProto(parts_.ports.clock.WallNow());
  for (v1::WatchDeskResponse& message : messages) message.set_cursor(cursor_);
  messages.back().set_cursor_complete(true);
  return messages;
}

bool DeskFeed::TakeNeedsSnapshot() { return std::exchange(needs_snapshot_, false); }

void DeskFeed::Add(const DeskSnapshotView& view, Messages& messages) {
  *Append(messages).mutable_snapshot() = ToSnapshot(view);
  const v1::DeskSnapshot& snapshot = messages.back().snapshot();
  baseline_ = true;
  needs_snapshot_ = false;
  ended_.clear();
  missed_.clear();
  wrap_up_.reset();
  for (const v1::MissedCall& missed : snapshot.missed_calls()) missed_[missed.offer()];
  missed_count_ = view.missed_count;
  if (snapshot.wrap_ups_size() > 0) wrap_up_ = snapshot.wrap_ups(0);
  // A call in wrap-up is over for the client, who is not told of its end again (R1).
  std::set<std::string> live;
  for (const v1::OwnCall& own : snapshot.calls()) live.insert(own.call());
  for (const SharedCall& call : view.calls) {
    const std::string& name = call->call.name;
    if (!live.contains(NameOf("calls", name))) ended_.insert(name);
  }
}

v1::DeskSnapshot DeskFeed::ToSnapshot(const DeskSnapshotView& view) {
  v1::DeskSnapshot snapshot;
  *snapshot.mutable_agent() = ToAgent(view.agent);
  for (const PopView& pop : view.pops) {
    if (snapshot.pops_size() == kPopsMax) break;
    *snapshot.add_pops() = PopOf(pop);
  }
  for (const SharedCall& call : view.calls) {
    const PopCards::Card card = parts_.cards.Get(*call);
    v1::OwnCall own = ToOwnCall(*call, *card, viewer());
    if (own.state() == v1::OwnCall::STATE_ENDED) continue;  // In wrap-up.
    if (snapshot.calls_size() < kPopsMax) *snapshot.add_calls() = std::move(own);
    const auto pop = AnsweredPop(*call, agent_);
    if (pop && pop->offer.popped() && snapshot.pops_size() < kPopsMax)
      *snapshot.add_pops() = PopOf(*pop);
  }
  if (view.agent.wrap_up) *snapshot.add_wrap_ups() = ToWrapUp(*view.agent.wrap_up);
  for (auto missed = view.missed.rbegin(); missed != view.missed.rend(); ++missed) {
    if (snapshot.missed_calls_size() == kMissedMax) break;
    *snapshot.add_missed_calls() = MissedOf(*missed);
  }
  snapshot.set_missed_call_count(static_cast<int>(view.missed_count));
  queues_.clear();
  for (const std::string& queue : view.agent.queues) *snapshot.add_queues() = SummaryOf(queue);
  const SharedSite site = parts_.configuration.Current();
  *snapshot.mutable_not_ready_reasons() = site->configuration.not_ready_reasons();
  *snapshot.mutable_desk_links() = site->configuration.desk_links();
  AddWork(view, snapshot);
  *snapshot.mutable_allowed_commands() = ToKinds(view.commands);
  *snapshot.mutable_server_time() = ToProto(parts_.ports.clock.WallNow());
  snapshot.set_server_version(parts_.server_version);
  return snapshot;
}

void DeskFeed::AddWork(const DeskSnapshotView& view, v1::DeskSnapshot& snapshot) {
  for (const WorkOfferView& offer : view.work_offers) {
    if (snapshot.work_offers_size() == kWorkOffersMax) break;
    *snapshot.add_work_offers() = WorkOfferOf(offer);
  }
  for (const SharedTicket& ticket : view.tickets) {
    *snapshot.add_tickets() = tickets_.Show(*ticket);
  }
  for (auto notice = view.notices.rbegin(); notice != view.notices.rend(); ++notice) {
    *snapshot.add_notices() = NoticeOf(*notice);
  }
  if (view.callback != nullptr) *snapshot.mutable_callback() = callbacks_.Show(*view.callback);
}

void DeskFeed::Add(const PopOpenedView& view, Messages& messages) {
  *Append(messages).mutable_pop_opened() = PopOf(view.pop);
}

void DeskFeed::Add(const PopUpdatedView& view, Messages& messages) {
  *Append(messages).mutable_pop_updated() = PopOf(view.pop);
}

void DeskFeed::Add(const PopClosedView& view, Messages& messages) {
  const std::string offer = OfferName(view.first_call, view.offer);
  if (view.state == exchange::OfferState::kAnswered && view.answered_by.empty()) {
    if (view.call_over) CloseAnswered(offer, messages);
    return;  // R1: else the call follows.
  }
  v1::PopClosed& closed = *Append(messages).mutable_pop_closed();
  closed.set_offer(offer);
  closed.set_reason(ToReason(view.state));
  closed.set_answered_by_display_name(view.answered_by);
  *closed.mutable_close_time() = ToProto(parts_.ports.clock.WallNow());
  *closed.mutable_waited_duration() = ToProto(view.rang);
}

void DeskFeed::CloseAnswered(const std::string& offer, Messages& messages) {
  v1::PopClosed& closed = *Append(messages).mutable_pop_closed();
  closed.set_offer(offer);
  closed.set_reason(v1::PopClosed::REASON_ANSWERED_BY_YOU);
  *closed.mutable_close_time() = ToProto(parts_.ports.clock.WallNow());
}

void DeskFeed::Add(const DeskCallView& view, Messages& messages) {
  const std::string& name = view.call->call.name;
  if (wrap_up_ && wrap_up_->call() == NameOf("calls", name)) {
    const auto after = view.call->call.after.find(agent_);
    if (after != view.call->call.after.end()) {
      wrap_up_->set_disposition(after->second.disposition);
      wrap_up_->set_note(parts_.cards.Open(after->second.note));
      wrap_up_->set_note_revision(after->second.note_revision);
    }
  }
  const PopCards::Card card = parts_.cards.Get(*view.call);
  v1::OwnCall own = ToOwnCall(*view.call, *card, viewer());
  if (view.gone) own.set_state(v1::OwnCall::STATE_ENDED);
  const bool ended = own.state() == v1::OwnCall::STATE_ENDED;
  if (ended && !ended_.insert(name).second) return;  // R1
  if (!ended) ended_.erase(name);  // The same call comes back, by a transfer into a queue.
  if (ended_.size() > kEndedMax) ended_.erase(ended_.begin());
  *Append(messages).mutable_call_changed() = std::move(own);
  const auto pop = AnsweredPop(*view.call, agent_);
  if (!pop || !pop->offer.popped()) return;  // R3
  if (ended) {
    CloseAnswered(OfferName(pop->offer.first_call, pop->offer.id), messages);
  } else {
    *Append(messages).mutable_pop_updated() = PopOf(*pop);
  }
}

v1::QueueSummary DeskFeed::SummaryOf(const std::string& queue) {
  const SharedSite site = parts_.configuration.Current();
  const auto known = site->queues.find(queue);
  const auto waiting = parts_.queues.Of(queue);
  v1::QueueSummary summary;
  summary.set_queue(NameOf("queues", queue));
  summary.set_display_name(known == site->queues.end() ? queue : known->second.display_name());
  queues_[queue] = waiting;
  if (!waiting) return summary;
  summary.set_waiting_count(static_cast<int>(waiting->count));
  summary.set_stale(waiting->stale);
  if (waiting->longest_since) {
    *summary.mutable_longest_waiting_since_time() = ToProto(*waiting->longest_since);
  }
  return summary;
}

void DeskFeed::TakeQueues(const std::vector<std::string>& queues, Messages& messages) {
  for (auto known = queues_.begin(); known != queues_.end();) {
    if (std::find(queues.begin(), queues.end(), known->first) != queues.end()) {
      ++known;
      continue;
    }
    Append(messages).set_queue_removed(NameOf("queues", known->first));
    known = queues_.erase(known);
  }
  for (const std::string& queue : queues) queues_.try_emplace(queue);
}

void DeskFeed::TellQueues(Messages& messages) {
  for (const auto& [queue, told] : queues_) {
    const auto waiting = parts_.queues.Of(queue);
    if (waiting && waiting != told) *Append(messages).mutable_queue_changed() = SummaryOf(queue);
  }
}

void DeskFeed::Add(const AgentView& view, Messages& messages) {
  *Append(messages).mutable_agent_changed() = ToAgent(view);
  TakeQueues(view.queues, messages);
  if (view.wrap_up) {
    v1::WrapUp now = ToWrapUp(*view.wrap_up);
    if (wrap_up_ && wrap_up_->call() == now.call()) {
      *Append(messages).mutable_wrap_up_changed() = now;
    } else {
      *Append(messages).mutable_wrap_up_opened() = now;
    }
    wrap_up_ = std::move(now);
    return;
  }
  if (!baseline_) needs_snapshot_ = true;  // R2
  if (!wrap_up_) return;
  wrap_up_->set_state(wrap_up_->disposition().empty() ? v1::WrapUp::STATE_EXPIRED
                                                      : v1::WrapUp::STATE_COMPLETED);
  *Append(messages).mutable_wrap_up_closed() = *std::move(wrap_up_);
  wrap_up_.reset();
}

void DeskFeed::Add(const MissedListView& view, Messages& messages) {
  if (!baseline_) {
    needs_snapshot_ = true;  // R2
    return;
  }
  std::map<std::string, std::string> gone = std::move(missed_);
  missed_.clear();
  for (const MissedView& missed : view.missed) {
    const std::string offer = OfferNameOf(missed);
    missed_[offer];
    if (gone.erase(offer) > 0) continue;
    *Append(messages).mutable_missed_added() = MissedOf(missed);
    ++missed_count_;  // As the client does.
  }
  if (gone.empty() && missed_count_ == view.count) return;
  missed_count_ = view.count;
  v1::MissedRemoved& removed = *Append(messages).mutable_missed_removed();
  for (const auto& [offer, unused] : gone) removed.add_offers(offer);
  removed.set_missed_call_count(static_cast<int>(view.count));
}

void DeskFeed::Add(const WorkOfferOpenedView& view, Messages& messages) {
  *Append(messages).mutable_work_offer_opened() = WorkOfferOf(view.offer);
}

void DeskFeed::Add(const WorkOfferClosedView& view, Messages& messages) {
  v1::WorkOfferClosed& closed = *Append(messages).mutable_work_offer_closed();
  closed.set_name(WorkOfferName(view.reservation));
  closed.set_reason(ToReason(view.end));
}

void DeskFeed::Add(const DeskTicketView& view, Messages& messages) {
  *Append(messages).mutable_ticket_changed() = tickets_.Show(*view.ticket);
}

void DeskFeed::Add(const NoticeAddedView& view, Messages& messages) {
  *Append(messages).mutable_notice_added() = NoticeOf(view.notice);
}

void DeskFeed::Add(const NoticesRemovedView& view, Messages& messages) {
  v1::NoticesRemoved& removed = *Append(messages).mutable_notices_removed();
  for (const NoticeId notice : view.notices) removed.add_names(NoticeName(notice));
}

void DeskFeed::Add(const CommandEndedView& view, Messages& messages) {
  *Append(messages).mutable_command_ended() = ToCommandEnded(view);
}

void DeskFeed::Add(const AllowedCommandsView& view, Messages& messages) {
  *Append(messages).mutable_allowed_commands_changed()->mutable_kinds() = ToKinds(view.commands);
}

void DeskFeed::Add(const DeskCallbackView& view, Messages& messages) {
  *Append(messages).mutable_callback_changed() = callbacks_.Show(*view.callback);
}

v1::WorkNotice DeskFeed::NoticeOf(const NoticeView& view) {
  v1::WorkNotice notice = ToNotice(view);
  *notice.mutable_ticket() = tickets_.Show(*view.ticket);
  return notice;
}

v1::WorkOffer DeskFeed::WorkOfferOf(const WorkOfferView& view) {
  v1::WorkOffer offer = ToWorkOffer(view);
  if (view.ticket != nullptr) *offer.mutable_ticket() = tickets_.Show(*view.ticket);
  if (view.callback != nullptr) *offer.mutable_callback() = callbacks_.Show(*view.callback);
  return offer;
}

v1::Pop DeskFeed::PopOf(const PopView& view) {
  const PopCards::Card card = parts_.cards.Get(*view.call);
  const SharedSite site = parts_.configuration.Current();
  v1::Pop pop = ToPop(view, *card, viewer(), *site);
  if (pop.policy() == v1::Pop::POLICY_OPEN_URI_ON_ANSWER) {
    pop.set_open_uri(OpenUriOf(view, pop, *site));
    FitPop(pop);
  }
  if (pop.caller().candidates().empty()) return pop;
  parts_.cards.RankFor(view.call->call.caller, {login_, view.queue}, *pop.mutable_caller());
  FitPop(pop);
  return pop;
}

std::string DeskFeed::OpenUriOf(const PopView& view, const v1::Pop& pop, const SiteDocument& site) {
  const auto queue = site.queues.find(view.queue);
  if (queue == site.queues.end()) return {};
  UriValues values{.number = pop.caller().number().e164()};
  if (const CustomerId known = view.call->call.caller.customer; known) {
    if (const Result<Customer> customer = parts_.cards.GetCustomer(known); customer) {
      values.customer = customer->name;
      if (!customer->external_ids.empty()) {
        values.external_id = customer->external_ids.begin()->second;
      }
    }
  }
  std::string uri = ExpandUri(queue->second.open_uri_template(), values);
  return uri.size() > kUriMax ? std::string() : uri;  // One that is cut would open another page.
}

v1::WrapUp DeskFeed::ToWrapUp(const WrapUpView& view) {
  const SharedSite site = parts_.configuration.Current();
  v1::WrapUp wrap_up;
  wrap_up.set_agent(NameOf("agents", login_));
  wrap_up.set_state(v1::WrapUp::STATE_OPEN);
  *wrap_up.mutable_start_time() = ToProto(view.began);
  *wrap_up.mutable_deadline_time() = ToProto(view.until);
  const std::uint32_t max = ExtensionLimitsOf(site->configuration).times_max;
  wrap_up.set_extensions_left_count(static_cast<int>(max - std::min(max, view.extensions)));
  *wrap_up.mutable_dispositions() = site->configuration.dispositions();
  if (view.call == nullptr) return wrap_up;
  wrap_up.set_call(NameOf("calls", view.call->call.name));
  wrap_up.set_caller_display_name(parts_.cards.Get(*view.call)->caller().display_name());
  const auto after = view.call->call.after.find(agent_);
  if (after != view.call->call.after.end()) {
    wrap_up.set_disposition(after->second.disposition);
    wrap_up.set_note(parts_.cards.Open(after->second.note));
    wrap_up.set_note_revision(after->second.note_revision);
  }
  return wrap_up;
}

v1::MissedCall DeskFeed::MissedOf(const MissedView& view) {
  v1::MissedCall missed;
  missed.set_offer(OfferNameOf(view));
  *missed.mutable_ring_start_time() = ToProto(view.at);
  *missed.mutable_ring_duration() = ToProto(view.rang);
  missed.set_reason(ToReason(view.state));
  if (view.call == nullptr) return missed;
  missed.set_call(NameOf("calls", view.call->call.name));
  const PopCards::Card card = parts_.cards.Get(*view.call);  // Others may forget it meanwhile.
  const v1::Caller& caller = card->caller();
  missed.set_caller_display_name(caller.display_name());
  missed.set_presentation(caller.presentation());
  missed.set_customer(caller.customer());
  if (caller.has_number()) *missed.mutable_number() = caller.number();
  const exchange::Call& known = view.call->call;
  for (std::size_t i = 0; i < known.legs.size() && i < view.call->leg_queue_displays.size(); ++i) {
    missed.set_queue_display_name(view.call->leg_queue_displays[i]);
  }
  return missed;
}

}  // namespace jackfield::grpc_api
