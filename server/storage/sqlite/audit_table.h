#pragma once

#include "server/ports/accounts.h"
#include "server/storage/sqlite/connection.h"

// The audit trail. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::audit_table {

void Append(Connection& connection, const AuditRecord& record);

}  // namespace jackfield::sqlite::audit_table
