#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/fake_vault.h"
#include "tests/support/sqlite_site.h"

// What adapters rely on, whatever seals (server/ports/vault.h).
namespace jackfield {
namespace {

using exchange::PersonalText;

// One implementation of Vault under the contract.
//
// Thread safety: none; one per test.
class VaultHarness {
 public:
  virtual ~VaultHarness() = default;
  virtual Vault& vault() = 0;
};

// Thread safety: none; one per test.
class SqliteVault final : public VaultHarness {
 public:
  Vault& vault() override { return site_.keys(); }

 private:
  fakes::SqliteSite site_;
};

// Thread safety: none; one per test.
class FakeVaultHarness final : public VaultHarness {
 public:
  Vault& vault() override { return vault_; }

 private:
  fakes::FakeVault vault_;
};

struct VaultKind {
  const char* name;
  std::unique_ptr<VaultHarness> (*make)();
};

// Thread safety: none; one per test.
class VaultContractTest : public testing::TestWithParam<VaultKind> {
 protected:
  Vault& vault() { return harness_->vault(); }

  std::unique_ptr<VaultHarness> harness_ = GetParam().make();
};

std::unique_ptr<VaultHarness> MakeSqlite() { return std::make_unique<SqliteVault>(); }
std::unique_ptr<VaultHarness> MakeFake() { return std::make_unique<FakeVaultHarness>(); }

INSTANTIATE_TEST_SUITE_P(Vaults, VaultContractTest,
                         testing::Values(VaultKind{"Sqlite", &MakeSqlite},
                                         VaultKind{"Fake", &MakeFake}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(VaultContractTest, ASealedTextOpensToWhatItWas) {
  const auto sealed = vault().Seal({CustomerId{5}, ""}, PersonalText("Grüße 张伟"));

  ASSERT_TRUE(sealed);
  EXPECT_NE(sealed->key, 0U);
  EXPECT_EQ(sealed->bytes.find("Gr"), std::string::npos);
  EXPECT_EQ(vault().Open(*sealed).value(), "Grüße 张伟");
}

TEST_P(VaultContractTest, AnEmptyTextStaysEmpty) {
  const auto sealed = vault().Seal({CustomerId{5}, ""}, PersonalText());

  ASSERT_TRUE(sealed);
  EXPECT_EQ(*sealed, PersonalText());
  EXPECT_EQ(vault().Open(*sealed).value(), "");
}

TEST_P(VaultContractTest, ASealedTextIsNotSealedAgain) {
  const auto once = vault().Seal({CustomerId{}, "+4930901820"}, PersonalText("+4930901820"));
  ASSERT_TRUE(once);

  const auto twice = vault().Seal({CustomerId{6}, ""}, *once);

  ASSERT_TRUE(twice);
  EXPECT_EQ(*twice, *once);
}

}  // namespace
}  // namespace jackfield
