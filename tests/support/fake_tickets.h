#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/tickets.h"
#include "tests/support/fake_store.h"

namespace jackfield::fakes {

// The tickets of a FakeStore. Texts are searched as they stand there, sealed or not; customers are
// never merged.
//
// Thread safety: thread-safe. The store outlives it.
class FakeTickets final : public Tickets {
 public:
  explicit FakeTickets(const FakeStore& store) : store_(store) {}

  Result<TicketRow> GetByName(std::string_view name) override;
  Result<TicketRow> GetByNumber(TicketId number) override;
  Result<TicketEntryRow> GetEntry(TicketId ticket, std::uint32_t number) override;
  Result<TicketPage> List(const TicketFilter& filter, TicketOrder order, std::size_t page_size,
                          std::string_view page_token) override;
  Result<TicketEntryPage> Entries(TicketId ticket, bool comments_only, std::size_t page_size,
                                  std::string_view page_token) override;
  Result<std::vector<ReservationTraceStep>> Offers(TicketId ticket) override;
  Result<std::map<std::string, std::vector<std::string>>> TicketsOf(
      const std::vector<std::string>& interactions) override;
  Result<std::size_t> OpenTicketCount(CustomerId customer) override;
  Result<OpenTickets> OpenTicketsOf(CustomerId customer, std::size_t newest_max) override;
  Result<bool> IndexStep() override { return false; }

 private:
  // All, with the names of their links.
  std::vector<TicketRow> Rows() const;
  bool HasWords(const TicketRow& row, const std::string& words) const;

  // A page token is the place in this list of questions and offsets.
  std::string TokenFor(std::string question, std::size_t offset) ABSL_LOCKS_EXCLUDED(mutex_);
  Result<std::size_t> OffsetOf(const std::string& question, std::string_view token) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  const FakeStore& store_;
  mutable absl::Mutex mutex_;
  std::vector<std::pair<std::string, std::size_t>> tokens_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::fakes
