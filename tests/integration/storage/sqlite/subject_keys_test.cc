#include "server/storage/sqlite/subject_keys.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "server/storage/sqlite/idempotency_records.h"
#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

using exchange::PersonalText;

const VaultSubject kAna{CustomerId{5}, ""};
const VaultSubject kUnknown{CustomerId{}, "+4930901820"};

CommitBatch EmptyEntry(std::uint64_t sequence) {
  CommitBatch batch;
  batch.entries = {{Sequence{sequence}, "", "", "input"}};
  return batch;
}

bool AnyFileHolds(const fakes::TemporaryFolder& folder, const std::string& text) {
  bool found = false;
  for (const auto& entry : std::filesystem::directory_iterator(folder.File(""))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    found = found || bytes.find(text) != std::string::npos;
  }
  return found;
}

TEST(SubjectKeysTest, TheCommitStoresTheKeysThatItsTextsNeed) {
  fakes::SqliteSite site;
  const PersonalText name = site.keys().Seal(kAna, PersonalText("Ana")).value();
  const PersonalText number = site.keys().Seal(kUnknown, PersonalText("+4930901820")).value();
  ASSERT_TRUE(site.store().Commit(EmptyEntry(1)));

  site.Restart();

  EXPECT_EQ(site.keys().Open(name).value(), "Ana");
  EXPECT_EQ(site.keys().Open(number).value(), "+4930901820");
  EXPECT_EQ(site.keys().Seal(kAna, PersonalText("again")).value().key, name.key);
}

TEST(SubjectKeysTest, AnAnswerIsStoredWithTheKeysThatItsTextsNeed) {
  fakes::SqliteSite site;
  const PersonalText answer = site.keys().Seal(kAna, PersonalText("Ana")).value();
  IdempotencyRecords records(site.database(), site.keys(), site.clock());
  ASSERT_TRUE(records.Save("ben", "r1", answer.bytes));

  site.Restart();

  EXPECT_EQ(site.keys().Open(answer).value(), "Ana");
}

TEST(SubjectKeysTest, AKeyThatNoCommitStoredIsGoneAfterARestart) {
  fakes::SqliteSite site;
  const PersonalText name = site.keys().Seal(kAna, PersonalText("Ana")).value();

  site.Restart();

  EXPECT_EQ(site.keys().Open(name).error().reason, "PERSON_ERASED");
}

TEST(SubjectKeysTest, PersonsHaveDifferentKeysAndTextsDifferentBytes) {
  fakes::SqliteSite site;

  const PersonalText once = site.keys().Seal(kAna, PersonalText("Ana")).value();
  const PersonalText twice = site.keys().Seal(kAna, PersonalText("Ana")).value();
  const PersonalText other = site.keys().Seal(kUnknown, PersonalText("Ana")).value();

  EXPECT_EQ(once.key, twice.key);
  EXPECT_NE(once.bytes, twice.bytes);
  EXPECT_NE(once.key, other.key);
}

TEST(SubjectKeysTest, AnErasedPersonIsUnreadableAndOthersAreNot) {
  fakes::SqliteSite site;
  const PersonalText ana = site.keys().Seal(kAna, PersonalText("Ana")).value();
  const PersonalText other = site.keys().Seal(kUnknown, PersonalText("Ben")).value();
  ASSERT_TRUE(site.store().Commit(EmptyEntry(1)));

  ASSERT_TRUE(site.keys().Erase(kAna));

  EXPECT_EQ(site.keys().Open(ana).error().reason, "PERSON_ERASED");
  EXPECT_EQ(site.keys().Open(other).value(), "Ben");
  EXPECT_TRUE(site.keys().Erase(kAna));
}

TEST(SubjectKeysTest, AnErasedKeyIsNotStoredByTheNextCommit) {
  fakes::SqliteSite site;
  const PersonalText ana = site.keys().Seal(kAna, PersonalText("Ana")).value();
  ASSERT_TRUE(site.keys().Erase(kAna));
  ASSERT_TRUE(site.store().Commit(EmptyEntry(1)));

  site.Restart();

  EXPECT_EQ(site.keys().Open(ana).error().reason, "PERSON_ERASED");
}

// V2.
TEST(SubjectKeysTest, TheIdOfAnErasedKeyIsNeverUsedAgain) {
  fakes::SqliteSite site;
  const PersonalText former = site.keys().Seal(kAna, PersonalText("Ana")).value();
  ASSERT_TRUE(site.store().Commit(EmptyEntry(1)));
  ASSERT_TRUE(site.keys().Erase(kAna));
  site.Restart();

  const PersonalText later = site.keys().Seal(kAna, PersonalText("Ana")).value();

  EXPECT_GT(later.key, former.key);
}

TEST(SubjectKeysTest, ATextOfAnotherKeyOrWithAChangedByteIsDamaged) {
  fakes::SqliteSite site;
  const PersonalText ana = site.keys().Seal(kAna, PersonalText("Ana")).value();
  const PersonalText other = site.keys().Seal(kUnknown, PersonalText("Ben")).value();
  PersonalText changed = ana;
  changed.bytes.back() = static_cast<char>(changed.bytes.back() ^ 1);

  EXPECT_EQ(site.keys().Open(changed).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(site.keys().Open({other.key, ana.bytes}).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(site.keys().Open({ana.key, "short"}).error().code, ErrorCode::kDataLoss);
}

TEST(SubjectKeysTest, NoFileHoldsASealedTextOrAnErasedKey) {
  fakes::SqliteSite site;
  const PersonalText note = site.keys().Seal(kAna, PersonalText("wants a refund")).value();
  CommitBatch batch = EmptyEntry(1);
  InteractionRow& row = batch.interactions.emplace_back();
  row.call = CallId{1};
  row.name = "c1";
  row.after = {{"ana", "", note, std::nullopt}};
  ASSERT_TRUE(site.store().Commit(batch));
  const std::string key = site.database()
                              .Read([](Connection& connection) -> Result<std::string> {
                                return connection.AskText("SELECT key FROM subject_key");
                              })
                              .value();
  ASSERT_TRUE(AnyFileHolds(site.folder(), key));

  ASSERT_TRUE(site.keys().Erase(kAna));
  ASSERT_TRUE(site.database().Flush());

  EXPECT_FALSE(AnyFileHolds(site.folder(), "wants a refund"));
  EXPECT_FALSE(AnyFileHolds(site.folder(), key));
}

}  // namespace
}  // namespace jackfield::sqlite
