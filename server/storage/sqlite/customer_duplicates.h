#pragma once

#include <cstddef>
#include <vector>

#include "server/ports/customers.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// Of one number, address, or name with company, at most so many holders are looked at. Why: the
// main line of a company may be that of thousands, and who has it says little then.
constexpr int kAlikeMax = 8;

// Customers who may be the same as `customer`, the likeliest first and among these the oldest, at
// most `count`. Merged ones and `customer.id` are left out. Costs one indexed look-up for each
// number and address, and one for name and company. Throws SQLite::Exception.
std::vector<PossibleDuplicate> FindAlike(Connection& connection, const Customer& customer,
                                         std::size_t count);

}  // namespace jackfield::sqlite
