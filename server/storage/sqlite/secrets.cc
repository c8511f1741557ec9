#include "server/storage/sqlite/secrets.h"

#include <sodium.h>

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kFindSql = "SELECT value FROM secret WHERE name = ?1";
constexpr std::string_view kSaveSql = "INSERT INTO secret (name, value) VALUES (?1, ?2)";

static_assert(kKeyedHashBytes >= crypto_generichash_BYTES_MIN);

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Result<std::string> SecretOf(Database& database, Random& random, std::string_view name) {
  std::string secret;
  const Status done = database.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    auto find = connection.Prepare(kFindSql);
    if (find.Bind(name).Step()) {
      secret = find.Value<std::string>();
      return {};
    }
    secret = random.Bytes(kSecretBytes);
    connection.Prepare(kSaveSql).Bind(name, Blob{secret}).Run();
    return {};
  });
  if (!done) return Fail(done);
  if (secret.size() != kSecretBytes) {
    return Fail(ErrorCode::kDataLoss, "STORE_DAMAGED", "a secret of this database is damaged");
  }
  return secret;
}

std::string KeyedHash(const std::string& secret, std::string_view text) {
  std::string hash(kKeyedHashBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), Unsigned(text),
                     text.size(), Unsigned(secret), secret.size());
  return hash;
}

}  // namespace jackfield::sqlite
