#include "server/storage/sqlite/audit_table.h"

#include <string_view>

namespace jackfield::sqlite::audit_table {
namespace {

constexpr std::string_view kAppendSql = R"sql(
  INSERT INTO audit (at_ms, actor, action, object, detail) VALUES (?, ?, ?, ?, ?)
)sql";

}  // namespace

void Append(Connection& connection, const AuditRecord& record) {
  connection.Prepare(kAppendSql)
      .Bind(record.at, record.actor, record.action, record.object, record.detail)
      .Run();
}

}  // namespace jackfield::sqlite::audit_table
