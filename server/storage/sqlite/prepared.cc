#include "server/storage/sqlite/prepared.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace jackfield::sqlite {

void Prepared::BindOne(Blob blob) {
  // An empty view has no address, and SQLite takes a null address for NULL.
  const char* bytes = blob.bytes.empty() ? "" : blob.bytes.data();
  statement_.bind(++parameter_, bytes, static_cast<int>(blob.bytes.size()));
}

void Prepared::ThrowDamaged() {
  throw SQLite::Exception("a stored value is damaged or of a newer program", SQLITE_CORRUPT);
}

}  // namespace jackfield::sqlite
