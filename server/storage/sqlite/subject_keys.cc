#include "server/storage/sqlite/subject_keys.h"

#include <optional>
#include <utility>

#include <sodium.h>

#include "server/storage/sqlite/secrets.h"
#include "server/storage/sqlite/ticket_words.h"

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kLastIdSql =
    "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'subject_key'";
constexpr std::string_view kOfSubjectSql =
    "SELECT id, subject, key FROM subject_key WHERE subject = ?1 ORDER BY id DESC LIMIT 1";
constexpr std::string_view kByIdSql = "SELECT id, subject, key FROM subject_key WHERE id = ?1";
// REPLACE: a commit that failed may have left the same row.
constexpr std::string_view kSaveSql =
    "INSERT OR REPLACE INTO subject_key (id, subject, key) VALUES (?1, ?2, ?3)";
constexpr std::string_view kEraseSql = "DELETE FROM subject_key WHERE subject = ?1";
constexpr std::string_view kMoveSql = "UPDATE subject_key SET subject = ?2 WHERE subject = ?1";
constexpr std::string_view kForgetNumberSql = R"sql(
  UPDATE interaction SET number_lookup = x'' WHERE number_lookup = ?1 AND number_lookup <> x''
)sql";
constexpr std::string_view kForgetChoicesSql = "DELETE FROM caller_choice WHERE number_lookup = ?1";
constexpr std::string_view kForgetNumbersOfSql = R"sql(
  UPDATE interaction SET number_lookup = x'' WHERE owner_id = ?1 AND owner_id <> 0
)sql";
constexpr std::string_view kForgetChoicesOfSql = "DELETE FROM caller_choice WHERE customer_id = ?1";

constexpr std::string_view kTicketsOfCustomerSql = R"sql(
  SELECT name FROM ticket
  WHERE customer_id <> 0 AND customer_id IN (SELECT ?1 UNION ALL
    SELECT id FROM customer WHERE merged_into = ?1 AND merged_into <> 0)
  UNION SELECT t.name FROM interaction AS i
  CROSS JOIN ticket_mark AS m ON m.kind = 3 AND m.value = i.name
  CROSS JOIN ticket AS t ON t.id = m.ticket_id
  WHERE i.owner_id = ?1 AND i.owner_id <> 0 AND t.customer_id = 0
)sql";
constexpr std::string_view kTicketsOfNumberSql = R"sql(
  SELECT DISTINCT t.name FROM interaction AS i
  CROSS JOIN ticket_mark AS m ON m.kind = 3 AND m.value = i.name
  CROSS JOIN ticket AS t ON t.id = m.ticket_id
  WHERE i.number_lookup = ?1 AND i.number_lookup <> x'' AND t.customer_id = 0
)sql";

// Steps of merging the index of words: some 4 GB of it.
constexpr int kMergeStepsMax = 5'000;

// A read that an erasure overtook is done again, this often.
constexpr int kReadsMax = 5;

std::optional<OwnedKey> OneKey(Prepared& found) {
  if (!found.Step()) return std::nullopt;
  OwnedKey owned;
  found.Read(owned.key.id, owned.subject, owned.key.key);
  return owned;
}

tl::unexpected<Error> Overtaken() {
  return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE", "persons are being erased; try again");
}

}  // namespace

std::string NumberSubject(const std::string& secret, std::string_view number) {
  return KeyedHash(secret, "n:" + std::string(number));
}

std::string SubjectHash(const std::string& hash_secret, const VaultSubject& subject) {
  if (subject.customer) {
    return KeyedHash(hash_secret, "c:" + std::to_string(subject.customer.value));
  }
  if (!subject.number_key.empty()) return subject.number_key;
  return NumberSubject(hash_secret, subject.number);
}

SubjectKeys::SubjectKeys(Database& database, Random& random, std::string hash_secret,
                         std::uint64_t last_id)
    : database_(database),
      random_(random),
      hash_secret_(std::move(hash_secret)),
      last_id_(last_id) {}

Result<std::unique_ptr<SubjectKeys>> SubjectKeys::Open(Database& database, Random& random) {
  if (sodium_init() < 0) {
    return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE", "libsodium cannot be used");
  }
  auto secret = SecretOf(database, random, kSubjectSecret);
  if (!secret) return Fail(secret);
  const auto last_id = database.Read([](Connection& connection) -> Result<std::uint64_t> {
    auto last = connection.Prepare(kLastIdSql);
    last.Step();
    return last.Value<std::uint64_t>();
  });
  if (!last_id) return Fail(last_id);
  return std::unique_ptr<SubjectKeys>(
      new SubjectKeys(database, random, std::move(*secret), *last_id));
}

Result<exchange::PersonalText> SubjectKeys::Seal(const VaultSubject& subject,
                                                 const exchange::PersonalText& text) {
  if (!text.in_the_clear()) return text;
  const auto key = KeyOf(SubjectOf(subject));
  if (!key) return Fail(key);
  return exchange::PersonalText(key->id, SealText(*key, random_.Bytes(kNonceBytes), text.bytes));
}

Result<std::string> SubjectKeys::Open(const exchange::PersonalText& text) {
  if (text.key == 0) return text.bytes;
  const auto key = KeyById(text.key);
  if (!key) return Fail(key);
  return OpenText(*key, text.bytes);
}

Status SubjectKeys::Erase(const VaultSubject& person) {
  const std::string subject = SubjectOf(person);
  const auto subjects = SubjectsOf(person);
  if (!subjects) return Fail(subjects);
  for (const std::string& each : *subjects) Forget(each);
  Status erased = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    for (const std::string& each : *subjects) {
      ticket_words::Forget(connection, each);
      connection.Prepare(kEraseSql).Bind(Blob{each}).Run();
    }
    if (person.customer) {
      connection.Prepare(kForgetNumbersOfSql).Bind(person.customer).Run();
      connection.Prepare(kForgetChoicesOfSql).Bind(person.customer).Run();
    } else {
      connection.Prepare(kForgetNumberSql).Bind(Blob{subject}).Run();
      connection.Prepare(kForgetChoicesSql).Bind(Blob{subject}).Run();
    }
    return {};
  });
  for (const std::string& each : *subjects) Forget(each);  // What others read meanwhile.
  if (!erased) return erased;
  return MergeWords();
}

Result<std::vector<std::string>> SubjectKeys::SubjectsOf(const VaultSubject& person) {
  using Subjects = std::vector<std::string>;
  const std::string subject = SubjectOf(person);
  return database_.Read([&](Connection& connection) -> Result<Subjects> {
    Subjects subjects = {subject};
    auto found = connection.Prepare(person.customer ? kTicketsOfCustomerSql : kTicketsOfNumberSql);
    if (person.customer) {
      found.Bind(person.customer);
    } else {
      found.Bind(Blob{subject});
    }
    while (found.Step()) {
      const std::string ticket = found.Value<std::string>();
      subjects.push_back(NumberSubject(hash_secret_, std::string(kTicketSubject) + ticket));
    }
    return subjects;
  });
}

Status SubjectKeys::MergeWords() {
  bool more = true;
  for (int step = 0; more && step < kMergeStepsMax; ++step) {
    const Status merged = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
      more = ticket_words::MergeStep(connection);
      return {};
    });
    if (!merged) return merged;
  }
  return {};
}

std::vector<OwnedKey> SubjectKeys::SaveUnsaved(Connection& connection) {
  std::vector<OwnedKey> keys;
  {
    const absl::MutexLock lock(&mutex_);
    keys = cache_.Unsaved();
  }
  for (const OwnedKey& owned : keys) {
    connection.Prepare(kSaveSql).Bind(owned.key.id, Blob{owned.subject}, Blob{owned.key.key}).Run();
  }
  return keys;
}

void SubjectKeys::MarkSaved(const std::vector<OwnedKey>& saved) {
  const absl::MutexLock lock(&mutex_);
  cache_.MarkSaved(saved);
}

void SubjectKeys::MoveKeys(Connection& connection, const std::string& number_key,
                           CustomerId customer) const {
  const std::string subject = SubjectOf({customer, {}});
  connection.Prepare(kMoveSql).Bind(Blob{number_key}, Blob{subject}).Run();
}

void SubjectKeys::MarkMoved(const std::string& number_key) {
  const absl::MutexLock lock(&mutex_);
  cache_.DropSaved(number_key);
  ++erasures_;
}

Result<SubjectKey> SubjectKeys::KeyOf(const std::string& subject) {
  for (int reads = 0; reads < kReadsMax; ++reads) {
    std::uint64_t erasures = 0;
    {
      const absl::MutexLock lock(&mutex_);
      if (auto key = cache_.OfSubject(subject)) return *key;
      erasures = erasures_;
    }
    const auto stored =
        database_.Read([&](Connection& connection) -> Result<std::optional<OwnedKey>> {
          auto found = connection.Prepare(kOfSubjectSql);
          found.Bind(Blob{subject});
          return OneKey(found);
        });
    if (!stored) return Fail(stored);
    const absl::MutexLock lock(&mutex_);
    if (erasures != erasures_) continue;
    if (auto key = cache_.OfSubject(subject)) return *key;  // Of another thread, meanwhile.
    if (!*stored) return MakeKey(subject);
    cache_.AddSaved(**stored);
    return (*stored)->key;
  }
  return Overtaken();
}

Result<SubjectKey> SubjectKeys::KeyById(std::uint64_t id) {
  for (int reads = 0; reads < kReadsMax; ++reads) {
    std::uint64_t erasures = 0;
    {
      const absl::MutexLock lock(&mutex_);
      if (auto key = cache_.ById(id)) return *key;
      erasures = erasures_;
    }
    const auto stored =
        database_.Read([&](Connection& connection) -> Result<std::optional<OwnedKey>> {
          auto found = connection.Prepare(kByIdSql);
          found.Bind(id);
          return OneKey(found);
        });
    if (!stored) return Fail(stored);
    const absl::MutexLock lock(&mutex_);
    if (erasures != erasures_) continue;
    if (!*stored) {
      return Fail(ErrorCode::kNotFound, "PERSON_ERASED", "the key of this text was dropped");
    }
    cache_.AddSaved(**stored);
    return (*stored)->key;
  }
  return Overtaken();
}

Result<SubjectKey> SubjectKeys::MakeKey(const std::string& subject) {
  if (cache_.unsaved_count() >= kUnsavedMax) {
    return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE", "new keys cannot be stored");
  }
  const OwnedKey owned{{++last_id_, random_.Bytes(kSubjectKeyBytes)}, subject};
  cache_.AddUnsaved(owned);
  return owned.key;
}

void SubjectKeys::Forget(const std::string& subject) {
  const absl::MutexLock lock(&mutex_);
  cache_.Drop(subject);
  ++erasures_;
}

}  // namespace jackfield::sqlite
