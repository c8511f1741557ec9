#include <memory>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/port_harness.h"

// What services rely on, whatever holds the accounts (server/ports/accounts.h).
namespace jackfield {
namespace {

UserRecord UserOf(const std::string& login) {
  UserRecord user;
  user.login = login;
  user.display_name = "Ana";
  user.role = "agent";
  user.password_hash = "$argon2id$…";
  user.created = WallTime{Duration{1000}};
  return user;
}

TokenRecord TokenOf(const std::string& id, const std::string& login) {
  TokenRecord token;
  token.id = id;
  token.secret_hash = "hash of " + id;
  token.login = login;
  token.role = "integration";
  token.source = "pbx";
  token.label = "switch";
  token.desk_shows_allowed = true;
  token.session = !login.empty();
  token.created = WallTime{Duration{1000}};
  token.expires = WallTime{Duration{2000}};
  return token;
}

// Thread safety: none; one per test.
class AccountsContractTest : public testing::TestWithParam<Kind<DirectoryHarness>> {
 protected:
  Accounts& accounts() { return harness_->accounts(); }

  std::unique_ptr<DirectoryHarness> harness_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(Accounts, AccountsContractTest,
                         testing::Values(Kind<DirectoryHarness>{"Sqlite", &MakeSqliteDirectory}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(AccountsContractTest, ASavedUserReadsBackAndIsReplacedByTheNext) {
  UserRecord user = UserOf("ana");
  ASSERT_TRUE(accounts().SaveUser(user));
  user.disabled = true;
  user.role = "supervisor";
  ASSERT_TRUE(accounts().SaveUser(user));

  const auto found = accounts().FindUser("ana").value();

  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->role, "supervisor");
  EXPECT_EQ(found->password_hash, "$argon2id$…");
  EXPECT_TRUE(found->disabled);
  EXPECT_EQ(found->created, WallTime{Duration{1000}});
  EXPECT_EQ(accounts().ListUsers().value().size(), 1U);
}

TEST_P(AccountsContractTest, ADeletedUserIsGoneAndDeletingTwiceIsAsOnce) {
  ASSERT_TRUE(accounts().SaveUser(UserOf("ana")));

  EXPECT_TRUE(accounts().DeleteUser("ana"));
  EXPECT_TRUE(accounts().DeleteUser("ana"));

  EXPECT_FALSE(accounts().FindUser("ana").value().has_value());
}

TEST_P(AccountsContractTest, ATokenIsFoundByTheHashOfItsSecret) {
  ASSERT_TRUE(accounts().SaveToken(TokenOf("t1", "")));

  const auto found = accounts().FindToken("hash of t1").value();

  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, "t1");
  EXPECT_EQ(found->source, "pbx");
  EXPECT_TRUE(found->desk_shows_allowed);
  EXPECT_FALSE(found->tickets_allowed);
  EXPECT_EQ(found->expires, WallTime{Duration{2000}});
  EXPECT_EQ(found->last_used, std::nullopt);
  EXPECT_FALSE(accounts().FindToken("hash of t2").value().has_value());
}

// Who notes the use of a token may have read it before it was revoked.
TEST_P(AccountsContractTest, ARevokedTokenStaysRevokedWhenItsUseIsNotedLate) {
  TokenRecord token = TokenOf("t1", "");
  token.revoked = WallTime{Duration{1500}};
  ASSERT_TRUE(accounts().SaveToken(token));
  token.revoked.reset();
  token.last_used = WallTime{Duration{1400}};
  ASSERT_TRUE(accounts().SaveToken(token));

  EXPECT_EQ(accounts().FindToken("hash of t1").value()->revoked, WallTime{Duration{1500}});
}

TEST_P(AccountsContractTest, TheUseOfATokenIsNotedAndNothingElseOfItChanges) {
  ASSERT_TRUE(accounts().SaveToken(TokenOf("s1", "ana")));
  TokenRecord used = TokenOf("s1", "ana");
  used.last_used = WallTime{Duration{1400}};
  used.expires = WallTime{Duration{9000}};
  used.role = "admin";
  ASSERT_TRUE(accounts().NoteTokenUse(used));

  const auto found = accounts().FindToken("hash of s1").value();
  EXPECT_EQ(found->last_used, WallTime{Duration{1400}});
  EXPECT_EQ(found->expires, WallTime{Duration{9000}});
  EXPECT_NE(found->role, "admin");
}

// Who notes the use of a session may have read it before it was deleted.
TEST_P(AccountsContractTest, ADeletedSessionStaysDeletedWhenItsUseIsNotedLate) {
  ASSERT_TRUE(accounts().SaveToken(TokenOf("s1", "ana")));
  ASSERT_TRUE(accounts().DeleteSessionsOf("ana"));
  ASSERT_TRUE(accounts().NoteTokenUse(TokenOf("s1", "ana")));

  EXPECT_FALSE(accounts().FindToken("hash of s1").value().has_value());
}

TEST_P(AccountsContractTest, ListsOfTokensHaveNoSessions) {
  ASSERT_TRUE(accounts().SaveToken(TokenOf("t1", "")));
  ASSERT_TRUE(accounts().SaveToken(TokenOf("s1", "ana")));

  const auto tokens = accounts().ListTokens().value();

  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_EQ(tokens[0].id, "t1");
}

TEST_P(AccountsContractTest, DeletingTheSessionsOfAUserLeavesOthers) {
  ASSERT_TRUE(accounts().SaveToken(TokenOf("s1", "ana")));
  ASSERT_TRUE(accounts().SaveToken(TokenOf("s2", "ben")));
  ASSERT_TRUE(accounts().SaveToken(TokenOf("t1", "")));

  ASSERT_TRUE(accounts().DeleteSessionsOf("ana"));

  EXPECT_FALSE(accounts().FindToken("hash of s1").value().has_value());
  EXPECT_TRUE(accounts().FindToken("hash of s2").value().has_value());
  EXPECT_TRUE(accounts().FindToken("hash of t1").value().has_value());
}

TEST_P(AccountsContractTest, ADocumentReadsBackAndIsReplacedByTheNext) {
  EXPECT_FALSE(accounts().LoadDocument("configuration").value().has_value());
  ASSERT_TRUE(accounts().SaveDocument("configuration", "one"));
  ASSERT_TRUE(accounts().SaveDocument("configuration", "two"));

  EXPECT_EQ(accounts().LoadDocument("configuration").value(), "two");
}

TEST_P(AccountsContractTest, AnAuditRecordIsTaken) {
  EXPECT_TRUE(accounts().Audit({WallTime{}, "ana", "users.create", "users/ben", ""}));
}

}  // namespace
}  // namespace jackfield
