#include "server/grpc_api/pop_cards.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/call_summary.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/ticket_mapping.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/api_figures.h"
#include "server/ports/callbacks.h"
#include "server/ports/clock.h"
#include "server/ports/interactions.h"
#include "server/ports/metrics.h"
#include "server/ports/numbers.h"
#include "server/ports/tickets.h"
#include "server/ports/vault.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kNameMax = 80;
constexpr std::size_t kShortMax = 40;
constexpr std::size_t kLabelMax = 64;
constexpr std::size_t kNoteMax = 500;
constexpr std::size_t kFlagsMax = 8;
constexpr int kShownMax = 5;
constexpr int kCandidatesShownMax = 5;
constexpr std::size_t kOpenTicketsMax = 5;
constexpr std::size_t kPromisesMax = 32;
constexpr std::size_t kAttachedMax = 16;

template <typename Map>
std::string LabelOf(const Map& labels, const std::string& key) {
  const auto found = labels.find(key);
  return found == labels.end() ? key : found->second;
}

std::string DispositionLabel(const SiteDocument& site, const std::string& code) {
  const auto found = site.dispositions.find(code);
  return found == site.dispositions.end() ? code : found->second.label();
}

const InteractionAfterCall* LastAfter(const InteractionRow& row) {
  return row.after.empty() ? nullptr : &row.after.back();
}

// Whether somebody or something else than the number said who calls.
bool IsSaid(exchange::Match match) {
  return match == exchange::Match::kChosen || match == exchange::Match::kAttachedId;
}

// The number of the customer that calls, else the first; nullptr: there is none.
const CustomerNumber* NumberThatMatched(const Customer& customer, const std::string& e164) {
  for (const CustomerNumber& number : customer.numbers) {
    if (!e164.empty() && number.e164 == e164) return &number;
  }
  return customer.numbers.empty() ? nullptr : &customer.numbers.front();
}

void AddCustomer(const Customer& customer, v1::Caller& proto) {
  proto.set_display_name(FirstCharacters(customer.display_name, kNameMax));
  proto.set_customer(NameOf("customers", customer.name));
  proto.set_company(FirstCharacters(customer.company, kNameMax));
  proto.set_role(FirstCharacters(customer.role, kNameMax));
  proto.set_tier(customer.tier);
  proto.set_language_code(customer.language);
  for (const std::string& flag : customer.flags) {
    if (static_cast<std::size_t>(proto.flags_size()) == kFlagsMax) return;
    proto.add_flags()->set_code(flag);
  }
}

}  // namespace

PopCards::Card PopCards::Get(const CallView& call) {
  const SharedSite site = book_.Current();
  if (Card card = Recall(call, site)) {
    ports_.metrics.Count(figures::kPopCardsTotal, "result=cached");
    return card;
  }
  const Instant built = ports_.clock.Now();
  Card card = Build(call, *site);
  const absl::MutexLock lock(&mutex_);
  if (cards_.size() >= kCardsMax) cards_.clear();
  cards_[call.call.id] = {
      call.call.caller, call.call.dialled, call.call.attached, site, built, card};
  return card;
}

PopCards::Card PopCards::Recall(const CallView& call, const SharedSite& site) {
  const Instant now = ports_.clock.Now();
  const absl::MutexLock lock(&mutex_);
  const auto found = cards_.find(call.call.id);
  if (found == cards_.end()) return nullptr;
  const Entry& entry = found->second;
  const bool same = entry.caller == call.call.caller && entry.dialled == call.call.dialled &&
                    entry.attached == call.call.attached && entry.site == site;
  return same && now - entry.built < kCardAge ? entry.card : nullptr;
}

void PopCards::Forget() {
  const absl::MutexLock lock(&mutex_);
  cards_.clear();
  customers_.clear();
  contacts_.clear();
}

PopCards::Card PopCards::Build(const CallView& call, const SiteDocument& site) {
  auto pop = std::make_shared<v1::Pop>();
  const exchange::Call& known = call.call;
  pop->set_call(NameOf("calls", known.name));
  pop->set_direction(ToProto(known.direction));
  *pop->mutable_caller() = CallerOf(known.caller);
  const std::string dialled = Open(known.dialled);
  if (!dialled.empty()) {
    const std::string e164 = dialled.front() == '+' ? dialled : std::string();
    *pop->mutable_dialled() = ToPhoneNumber(ports_.numbers, e164, dialled);
    const auto label = site.dialled_labels.find(dialled);
    if (label != site.dialled_labels.end()) pop->set_dialled_label(label->second);
  }
  AddAttached(known, site, *pop);
  pop->set_calls_today_count(1);
  if (!pop->caller().customer().empty()) {
    AddHistory(known.caller.customer, site, *pop);
    AddTickets(known.caller.customer, *pop);
    AddAppointment(known.caller.customer, *pop);
  }
  ports_.metrics.Count(figures::kPopCardsTotal, "result=built");
  return pop;
}

std::string PopCards::Open(const exchange::PersonalText& text) {
  if (text.empty()) return {};
  const Result<std::string> clear = ports_.vault.Open(text);
  return clear ? *clear : std::string();  // R2
}

std::optional<v1::PhoneNumber> PopCards::NumberOf(const exchange::Caller& caller) {
  if (caller.presentation == exchange::Presentation::kWithheld) return std::nullopt;  // R1
  const std::string e164 = Open(caller.e164);
  const std::string raw = Open(caller.number);
  if (e164.empty() && raw.empty()) return std::nullopt;
  return ToPhoneNumber(ports_.numbers, e164, raw);
}

v1::Caller PopCards::CallerOf(const exchange::Caller& caller) {
  v1::Caller proto;
  proto.set_presentation(ToProto(caller.presentation));
  const bool withheld = caller.presentation == exchange::Presentation::kWithheld;
  if (withheld && !IsSaid(caller.match)) return proto;  // R1
  proto.set_match(ToProto(caller.match));
  if (auto number = NumberOf(caller)) *proto.mutable_number() = *std::move(number);
  if (caller.customer) {
    // Of who was confirmed it is told how many there are to choose from.
    const bool confirmed = caller.match == exchange::Match::kConfirmedBefore;
    proto.set_candidate_count(confirmed ? static_cast<int>(caller.candidate_count) : 1);
    if (const Result<Customer> customer = GetCustomer(caller.customer)) {
      AddCustomer(*customer, proto);
      return proto;
    }
  } else if (!caller.candidates.empty()) {
    const KnownCandidates candidates = CandidatesOf(caller, {});
    if (caller.candidate_count == candidates.merged + 1 && candidates.each.size() == 1) {  // R5
      proto.set_candidate_count(1);
      AddCustomer(candidates.each.front().customer, proto);
    } else {
      AddCandidates(caller, candidates, proto);
    }
    return proto;
  }
  if (!withheld) proto.set_display_name(FirstCharacters(Open(caller.name), kNameMax));
  return proto;
}

void PopCards::RankFor(const exchange::Caller& caller, const Onlooker& onlooker,
                       v1::Caller& shown) {
  if (shown.candidates().empty()) return;
  shown.clear_candidates();
  AddCandidates(caller, CandidatesOf(caller, onlooker), shown);
}

PopCards::KnownCandidates PopCards::CandidatesOf(const exchange::Caller& caller,
                                                 const Onlooker& onlooker) {
  const WallTime recent = ports_.clock.WallNow() - exchange::kRecentContactMax;
  KnownCandidates candidates;
  for (std::size_t place = 0; place < caller.candidates.size(); ++place) {
    const Result<Customer> customer = GetCustomer(caller.candidates[place]);
    if (!customer) continue;
    const bool listed =
        std::any_of(candidates.each.begin(), candidates.each.end(),
                    [&](const KnownCandidate& other) { return other.customer.id == customer->id; });
    if (listed) {  // R5
      ++candidates.merged;
      continue;
    }
    exchange::Candidate facts;
    facts.customer = customer->id;
    facts.chosen_before = place < caller.chosen_before_count;
    facts.has_role = !customer->role.empty();
    for (const Contact& contact : ContactsOf(customer->id)) {
      if (!facts.last_contact) facts.last_contact = contact.at;
      if (contact.at < recent) continue;
      facts.same_agent |= !onlooker.agent.empty() && contact.agent == onlooker.agent;
      facts.same_queue |= !onlooker.queue.empty() && contact.queue == onlooker.queue;
    }
    candidates.each.push_back({*customer, facts});
  }
  return candidates;
}

void PopCards::AddCandidates(const exchange::Caller& caller, const KnownCandidates& candidates,
                             v1::Caller& proto) {
  proto.set_candidate_count(static_cast<int>(caller.candidate_count - candidates.merged));
  const std::string e164 = Open(caller.e164);
  std::vector<exchange::Candidate> facts;
  for (const KnownCandidate& candidate : candidates.each) facts.push_back(candidate.facts);
  for (const exchange::RankedCandidate& ranked : exchange::RankCandidates(facts)) {
    if (proto.candidates_size() == kCandidatesShownMax) return;
    const auto& [customer, known] = candidates.each[ranked.place];
    v1::CallerCandidate& candidate = *proto.add_candidates();
    candidate.set_customer(NameOf("customers", customer.name));
    candidate.set_display_name(FirstCharacters(customer.display_name, kNameMax));
    candidate.set_company(FirstCharacters(customer.company, kNameMax));
    candidate.set_role(FirstCharacters(customer.role, kNameMax));
    candidate.set_reason(ToProto(ranked.reason));
    if (known.last_contact) {
      *candidate.mutable_last_contact_time() = ToProto(*known.last_contact);
    }
    if (const CustomerNumber* number = NumberThatMatched(customer, e164)) {
      candidate.set_formatted_number(
          ToPhoneNumber(ports_.numbers, number->e164, number->raw).formatted());
    }
  }
}

std::vector<Contact> PopCards::ContactsOf(CustomerId customer) {
  const Instant now = ports_.clock.Now();
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = contacts_.find(customer);
    if (found != contacts_.end() && now - found->second.read < kCustomerAge) {
      return found->second.contacts;
    }
  }
  Result<std::vector<Contact>> contacts = ports_.interactions.Contacts(customer, kContactsMax);
  if (!contacts) {
    ports_.metrics.Count(figures::kPopCardsTotal, "result=partial");
    return {};  // R2
  }
  const absl::MutexLock lock(&mutex_);
  if (contacts_.size() >= kCustomersMax) contacts_.clear();
  contacts_[customer] = {*contacts, now};
  return *std::move(contacts);
}

Result<Customer> PopCards::GetCustomer(CustomerId id) {
  const Instant now = ports_.clock.Now();
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = customers_.find(id);
    if (found != customers_.end() && now - found->second.read < kCustomerAge) {
      return found->second.customer;
    }
  }
  Result<Customer> customer = ports_.customers.Get(id);
  if (customer && customer->merged_into) customer = ports_.customers.Get(customer->merged_into);
  if (!customer) {
    ports_.metrics.Count(figures::kPopCardsTotal, "result=partial");
    return customer;
  }
  const absl::MutexLock lock(&mutex_);
  if (customers_.size() >= kCustomersMax) customers_.clear();
  customers_[id] = {*customer, now};
  return customer;
}

void PopCards::AddAttached(const exchange::Call& call, const SiteDocument& site, v1::Pop& pop) {
  for (const exchange::AttachedValue& value : call.attached) {
    if (static_cast<std::size_t>(pop.attached_size()) == kAttachedMax) return;
    v1::AttachedValue& proto = *pop.add_attached();
    proto.set_name(value.name);
    const auto shown = site.attached.find(value.name);
    if (shown != site.attached.end()) {
      proto.set_label(shown->second.label());
      proto.set_masked(shown->second.masked());
    }
    if (!proto.masked()) proto.set_value(Open(value.value));
  }
}

void PopCards::AddHistory(CustomerId customer, const SiteDocument& site, v1::Pop& pop) {
  if (const Result<Customer> known = GetCustomer(customer)) {
    pop.set_pinned_note(FirstCharacters(known->pinned_note, kNoteMax));
  }
  const Result<std::vector<InteractionRow>> recent =
      ports_.interactions.Recent(customer, kRecentMax);
  if (!recent) {
    ports_.metrics.Count(figures::kPopCardsTotal, "result=partial");
    return;  // R2
  }
  const WallTime midnight = site.calendar.DayBegin(ports_.clock.WallNow());
  int today = 1;  // This call.
  for (const InteractionRow& row : *recent) {
    if (NameOf("calls", row.name) == pop.call()) continue;
    if (row.started >= midnight) ++today;
    const InteractionAfterCall* after = LastAfter(row);
    if (pop.last_agent_display_name().empty() && !row.agent.empty()) {
      pop.set_last_agent_display_name(LabelOf(site.agents, row.agent));
      if (after != nullptr) {
        pop.set_last_outcome(
            FirstCharacters(DispositionLabel(site, after->disposition), kLabelMax));
      }
    }
    if (pop.recent_interactions_size() == kShownMax) continue;
    v1::InteractionBrief& brief = *pop.add_recent_interactions();
    brief.set_name(NameOf("interactions", row.name));
    brief.set_channel(v1::CHANNEL_CALL);
    brief.set_direction(ToProto(row.direction));
    *brief.mutable_start_time() = ToProto(row.started);
    brief.set_call_result(ToProto(row.result));
    if (!row.agent.empty()) {
      brief.set_agent_display_name(FirstCharacters(LabelOf(site.agents, row.agent), kShortMax));
    }
    const auto open = [this](const exchange::PersonalText& text) { return Open(text); };
    brief.set_summary(FirstCharacters(SummaryOf(row, site, ports_.numbers, open), kNameMax));
    if (after == nullptr) continue;
    brief.set_disposition_label(
        FirstCharacters(DispositionLabel(site, after->disposition), kShortMax));
  }
  pop.set_calls_today_count(today);
}

void PopCards::AddTickets(CustomerId customer, v1::Pop& pop) {
  const Result<OpenTickets> open = ports_.tickets.OpenTicketsOf(customer, kOpenTicketsMax);
  if (!open) {
    ports_.metrics.Count(figures::kPopCardsTotal, "result=partial");
    return;  // R2
  }
  pop.set_open_ticket_count(static_cast<int>(open->count));
  const Result<Customer> known = GetCustomer(customer);
  const auto text = [this](const exchange::PersonalText& sealed) { return Open(sealed); };
  for (const TicketRow& row : open->newest) {
    v1::Ticket& ticket = *pop.add_open_tickets();
    ticket = ToTicket(row, text);
    if (known) SetCustomer(*known, ticket);
  }
}

void PopCards::AddAppointment(CustomerId customer, v1::Pop& pop) {
  CallbackFilter live;
  live.customer = customer;
  live.states = {exchange::CallbackState::kWaiting, exchange::CallbackState::kScheduled};
  live.origins = {exchange::CallbackOrigin::kPromise};
  const Result<CallbackPage> page = ports_.callbacks.List(live, kPromisesMax, {});
  if (!page) {
    ports_.metrics.Count(figures::kPopCardsTotal, "result=partial");
    return;  // R2
  }
  std::optional<WallTime> next;
  for (const CallbackRow& row : page->callbacks) {
    const std::optional<WallTime> due = row.next_attempt ? row.next_attempt : row.earliest;
    if (due && (!next || *due < *next)) next = due;
  }
  if (next) *pop.mutable_next_appointment_time() = ToProto(*next);
}

}  // namespace jackfield::grpc_api
