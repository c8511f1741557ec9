#include "server/storage/sqlite/sqlite_customers.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

class SqliteCustomersTest : public testing::Test {
 protected:
  // The audit trail, a line for each act: "actor action object".
  std::string Trail() {
    return site_.database()
        .Read([](Connection& connection) -> Result<std::string> {
          return connection.AskText(
              "SELECT coalesce(group_concat(actor || ' ' || action || ' ' || object, char(10)), '')"
              " FROM audit");
        })
        .value();
  }
  static AuditRecord Act(const std::string& action) { return {{}, "ana", action, "", ""}; }

  fakes::SqliteSite site_;
};

TEST_F(SqliteCustomersTest, AChangeAndItsActAreWrittenTogether) {
  Customer erika;
  erika.display_name = "Erika";

  const Customer created = site_.customers().Create(erika, Act("create")).value();
  const Customer twin = site_.customers().Create(erika, std::nullopt).value();
  ASSERT_TRUE(site_.customers().Update(created, Act("update")));
  ASSERT_TRUE(site_.customers().Merge(created.id, twin.id, Act("merge")));

  const std::string name = "customers/" + created.name;
  EXPECT_EQ(Trail(), "ana create " + name + "\nana update " + name + "\nana merge " + name);
}

TEST_F(SqliteCustomersTest, AChangeThatIsRefusedLeavesNoAct) {
  Customer erika;
  erika.display_name = "Erika";
  Customer created = site_.customers().Create(erika, std::nullopt).value();
  created.revision = 7;

  EXPECT_EQ(site_.customers().Update(created, Act("update")).error().reason, "ETAG_MISMATCH");

  EXPECT_EQ(Trail(), "");
}

}  // namespace
}  // namespace jackfield::sqlite
