#include "server/storage/sqlite/sqlite_caller_memory.h"

#include <algorithm>

#include "server/storage/sqlite/audit_table.h"
#include "server/storage/sqlite/caller_choice_table.h"
#include "server/storage/sqlite/customer_rules.h"
#include "server/storage/sqlite/customer_table.h"

namespace jackfield::sqlite {

std::string SqliteCallerMemory::KeyOf(std::string_view number) const {
  return number.empty() ? std::string() : keys_.SubjectOfNumber(number);
}

Result<std::vector<CallerChoice>> SqliteCallerMemory::ChoicesOf(std::string_view number_key) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<CallerChoice>> {
    return caller_choice_table::Of(connection, number_key);
  });
}

Status SqliteCallerMemory::Remember(std::string_view number_key, const CallerChoice& choice,
                                    const AuditRecord& act) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    audit_table::Append(connection, act);
    if (number_key.empty() || !choice.customer) return {};
    caller_choice_table::Save(connection, number_key, choice, kChoicesMax);
    return {};
  });
}

Status SqliteCallerMemory::Lift(const CustomerNumber& number, CustomerId customer) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    for (const std::string& form : LookUpForms(number)) {
      caller_choice_table::Lift(connection, KeyOf(form), customer);
    }
    return {};
  });
}

bool SqliteCallerMemory::IsGood(Connection& connection,
                                const interaction_claims::Claim& claim) const {
  const auto customer = customer_table::ById(connection, claim.customer);
  if (!customer) return false;
  const auto number = std::find_if(
      customer->numbers.begin(), customer->numbers.end(), [&](const CustomerNumber& each) {
        const auto forms = LookUpForms(each);
        return !forms.empty() && KeyOf(forms.front()) == claim.number_key;
      });
  return number != customer->numbers.end() &&
         !interaction_claims::IsShared(connection, claim, *number);
}

Result<CallerMemory::ClaimProgress> SqliteCallerMemory::ClaimStep(
    std::optional<CustomerId> customer) {
  const auto waits = database_.Read([&](Connection& connection) -> Result<bool> {
    return interaction_claims::Next(connection, customer).has_value();
  });
  if (!waits) return Fail(waits);
  ClaimProgress progress;
  if (!*waits) return progress;
  std::string moved;
  const Status done = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    const auto claim = interaction_claims::Next(connection, customer);
    if (!claim) return {};
    progress.done = false;
    const bool good = IsGood(connection, *claim);
    if (good) progress.claimed = interaction_claims::Take(connection, *claim, step_rows_);
    if (progress.claimed == static_cast<std::int64_t>(step_rows_)) return {};  // L1
    if (good) {
      keys_.MoveKeys(connection, claim->number_key, claim->customer);  // L2
      moved = claim->number_key;
    }
    interaction_claims::Delete(connection, *claim);
    return {};
  });
  if (!done) return Fail(done);
  if (!moved.empty()) keys_.MarkMoved(moved);
  return progress;
}

Result<std::int64_t> SqliteCallerMemory::ClaimedOf(CustomerId customer) {
  return database_.Read([&](Connection& connection) -> Result<std::int64_t> {
    return interaction_claims::CountOf(connection, customer);
  });
}

}  // namespace jackfield::sqlite
