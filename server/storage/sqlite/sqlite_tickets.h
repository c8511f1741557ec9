#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/random.h"
#include "server/ports/tickets.h"
#include "server/ports/vault.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/page_tokens.h"

namespace jackfield::sqlite {

// The tickets in SQLite, read beside the engine's commits. Of a customer whose record was merged
// into another, the other's tickets are meant, and the other's id is shown.
//
// Lifetime: `database` and `vault` outlive it.
//
// Thread safety: thread-safe.
class SqliteTickets final : public Tickets {
 public:
  static constexpr std::size_t kPageSizeMax = 500;
  static constexpr std::size_t kEntryPageSizeMax = 200;
  static constexpr std::size_t kOpenMax = 100;
  // A few milliseconds, for which a commit of the engine may have to wait.
  static constexpr std::size_t kIndexStepTexts = 50;

  // Errors: as Database::Write().
  static Result<std::unique_ptr<SqliteTickets>> Open(Database& database, Vault& vault,
                                                     Random& random);

  Result<TicketRow> GetByName(std::string_view name) override;
  Result<TicketRow> GetByNumber(TicketId number) override;
  Result<TicketEntryRow> GetEntry(TicketId ticket, std::uint32_t number) override;
  // Page sizes beyond the limit count as that; 0: 50.
  Result<TicketPage> List(const TicketFilter& filter, TicketOrder order, std::size_t page_size,
                          std::string_view page_token) override;
  Result<TicketEntryPage> Entries(TicketId ticket, bool comments_only, std::size_t page_size,
                                  std::string_view page_token) override;
  Result<std::vector<ReservationTraceStep>> Offers(TicketId ticket) override;
  Result<std::map<std::string, std::vector<std::string>>> TicketsOf(
      const std::vector<std::string>& interactions) override;
  Result<std::size_t> OpenTicketCount(CustomerId customer) override;
  Result<OpenTickets> OpenTicketsOf(CustomerId customer, std::size_t newest_max) override;
  Result<bool> IndexStep() override;

 private:
  SqliteTickets(Database& database, Vault& vault, std::string token_secret);

  Result<bool> MergeStep();

  Database& database_;
  Vault& vault_;
  const PageTokens tokens_;
};

}  // namespace jackfield::sqlite
