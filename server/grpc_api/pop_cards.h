#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/pop.pb.h"

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/call.h"
#include "server/exchange/candidate_rules.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/parts.h"
#include "server/ports/customers.h"
#include "server/ports/desk_view.h"
#include "server/ports/interactions.h"

namespace jackfield::grpc_api {

// Finds out what a screen shows of a call whoever looks at it: caller, customer, last contacts.
//
// Rules:
//  R1. A caller who withholds the number is shown without number and name, and without customer,
//      unless an agent, or a value that is attached to the call, said who it is. Why: what is not
//      sent cannot be shown.
//  R2. A look-up that fails leaves its fields empty; it never fails the card.
//  R3. The card of a call is kept while the caller stays the same, so that a call that rings at
//      fifty agents is looked up once; at most kCardsMax cards, for at most kCardAge.
//  R4. Customers are kept for at most kCustomerAge, at most kCustomersMax; a write through the API
//      forgets them and the cards.
//  R5. Customers are shown as they are now: of one whose record was merged into another the other,
//      and of two candidates who are one by now only that one.
//  R6. Which candidate stands first depends on who looks: a card has the order of nobody in
//      particular, RankFor() makes it that of an agent. At most Caller::kCandidatesMax are ranked,
//      by their newest kContactsMax contacts, whatever the number of customers with the number.
//  R7. A card has the customer's open tickets and promised call as they were when it was made.
//
// Thread safety: thread-safe; blocks on the store.
class PopCards {
 public:
  static constexpr std::size_t kCardsMax = 4'096;
  static constexpr std::size_t kCustomersMax = 10'000;
  static constexpr Duration kCardAge{30'000};
  static constexpr Duration kCustomerAge{30'000};
  static constexpr std::size_t kRecentMax = 20;    // Looked at; a card shows fewer.
  static constexpr std::size_t kContactsMax = 20;  // Of each candidate.

  PopCards(const ApiPorts& ports, const ConfigurationBook& book) : ports_(ports), book_(book) {}

  // A pop with everything that does not depend on the agent. Absent for no call.
  using Card = std::shared_ptr<const v1::Pop>;
  Card Get(const CallView& call) ABSL_LOCKS_EXCLUDED(mutex_);

  // Only who calls.
  v1::Caller CallerOf(const exchange::Caller& caller) ABSL_LOCKS_EXCLUDED(mutex_);
  // Who is offered a call, and in which queue; empty: nobody in particular, none.
  struct Onlooker {
    std::string agent;
    std::string queue;
  };
  // Puts the candidates of `shown`, if it has any, into the order of who looks (R6).
  void RankFor(const exchange::Caller& caller, const Onlooker& onlooker, v1::Caller& shown)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Only the number, absent where it is withheld or not known.
  std::optional<v1::PhoneNumber> NumberOf(const exchange::Caller& caller);

  // The clear text, or empty where it cannot be had.
  std::string Open(const exchange::PersonalText& text);

  // A customer by id, from what is kept. Errors: those of Customers::Get().
  Result<Customer> GetCustomer(CustomerId id) ABSL_LOCKS_EXCLUDED(mutex_);

  // Customers have changed.
  void Forget() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    exchange::Caller caller;
    exchange::PersonalText dialled;
    std::vector<exchange::AttachedValue> attached;
    SharedSite site;
    Instant built{};
    Card card;
  };
  struct KnownCustomer {
    Customer customer;
    Instant read{};
  };
  struct KnownContacts {
    std::vector<Contact> contacts;
    Instant read{};
  };

  Card Recall(const CallView& call, const SharedSite& site) ABSL_LOCKS_EXCLUDED(mutex_);
  Card Build(const CallView& call, const SiteDocument& site);
  void AddHistory(CustomerId customer, const SiteDocument& site, v1::Pop& pop);
  void AddTickets(CustomerId customer, v1::Pop& pop);
  // The first time for which somebody promised the customer a call.
  void AddAppointment(CustomerId customer, v1::Pop& pop);
  void AddAttached(const exchange::Call& call, const SiteDocument& site, v1::Pop& pop);
  // Who the candidates are now (R5), with what they are ranked by.
  struct KnownCandidate {
    Customer customer;
    exchange::Candidate facts;
  };
  struct KnownCandidates {
    std::vector<KnownCandidate> each;  // Without those who cannot be read (R2).
    std::size_t merged = 0;            // So many were one with another of them.
  };
  KnownCandidates CandidatesOf(const exchange::Caller& caller, const Onlooker& onlooker)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void AddCandidates(const exchange::Caller& caller, const KnownCandidates& candidates,
                     v1::Caller& proto);
  // Empty where they cannot be had (R2).
  std::vector<Contact> ContactsOf(CustomerId customer) ABSL_LOCKS_EXCLUDED(mutex_);

  const ApiPorts ports_;
  const ConfigurationBook& book_;

  absl::Mutex mutex_;
  std::map<CallId, Entry> cards_ ABSL_GUARDED_BY(mutex_);
  std::map<CustomerId, KnownCustomer> customers_ ABSL_GUARDED_BY(mutex_);
  std::map<CustomerId, KnownContacts> contacts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::grpc_api
