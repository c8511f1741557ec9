#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/ports/imports.h"
#include "tests/contract/port_harness.h"

namespace jackfield {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;

const ImportKey kKey{"users/admin", "file-1"};

Customer PersonOf(const std::string& name) {
  Customer customer;
  customer.display_name = name;
  return customer;
}

ImportRow RowOf(std::int64_t line, Customer customer, const std::string& id = "") {
  if (!id.empty()) customer.external_ids["crm"] = id;
  return {line, std::move(customer), id.empty() ? "" : "crm", id};
}

ImportRow Refused(std::int64_t line) {
  return {line, FailField("FIELD_INVALID", "customer.tier", "is too long"), "", ""};
}

class ImportsContractTest : public testing::TestWithParam<Kind<DirectoryHarness>> {
 protected:
  ImportStep Take(const std::vector<ImportRow>& rows, const ImportProgress& before = {},
                  Imports::Mode mode = Imports::Mode::kWrite) {
    auto step = imports().Take(kKey, rows, before, mode);
    EXPECT_TRUE(step) << step.error().message;
    return *std::move(step);
  }

  Imports& imports() { return harness_->imports(); }
  Customers& customers() { return harness_->customers(); }

  std::unique_ptr<DirectoryHarness> harness_ = GetParam().make();
};

TEST_P(ImportsContractTest, RowsAreCountedByWhatBecameOfThem) {
  Take({RowOf(2, PersonOf("Ana"), "1"), RowOf(3, PersonOf("Ben"), "2")});

  const ImportStep step = Take({RowOf(4, PersonOf("Ana"), "1"), RowOf(5, PersonOf("Bernd"), "2"),
                                RowOf(6, PersonOf("Cleo")), Refused(7), RowOf(8, PersonOf(""))});

  EXPECT_EQ(step.progress.done_line, 8);
  EXPECT_EQ(step.progress.counts, (ImportCounts{5, 1, 1, 1, 2, 0, 0}));
  ASSERT_THAT(step.rows, SizeIs(5));
  EXPECT_EQ(step.rows[0]->outcome, ImportOutcome::kUnchanged);
  EXPECT_EQ(step.rows[1]->outcome, ImportOutcome::kUpdated);
  EXPECT_EQ(step.rows[2]->outcome, ImportOutcome::kCreated);
  EXPECT_EQ(step.rows[3].error().fields.at(0).field, "customer.tier");
  EXPECT_EQ(step.rows[4].error().fields.at(0).field, "display_name");
}

TEST_P(ImportsContractTest, AnUpdateTellsWhoseTierFlagsOrPreferredAgentItChanged) {
  Customer gold = PersonOf("Ana");
  gold.tier = "gold";
  Customer flagged = PersonOf("Ben");
  flagged.flags = {"open_complaint"};
  Customer kept = PersonOf("Cleo");
  kept.preferred_agent = "bo";
  Take({RowOf(2, PersonOf("Ana"), "1"), RowOf(3, PersonOf("Ben"), "2"),
        RowOf(4, PersonOf("Cleo"), "3"), RowOf(5, PersonOf("Dora"), "4")});

  const ImportStep step =
      Take({RowOf(6, gold, "1"), RowOf(7, flagged, "2"), RowOf(8, kept, "3"),
            RowOf(9, PersonOf("Theodora"), "4"), RowOf(10, gold, "1"), RowOf(11, gold, "5")});

  ASSERT_THAT(step.rows, SizeIs(6));
  EXPECT_EQ(step.rows[0]->changed_standing, customers().GetByExternalId("crm", "1").value().id);
  EXPECT_EQ(step.rows[1]->changed_standing, customers().GetByExternalId("crm", "2").value().id);
  EXPECT_EQ(step.rows[2]->changed_standing, customers().GetByExternalId("crm", "3").value().id);
  EXPECT_EQ(step.rows[3]->changed_standing, CustomerId());
  EXPECT_EQ(step.rows[4]->changed_standing, CustomerId());
  EXPECT_EQ(step.rows[5]->changed_standing, CustomerId());
}

TEST_P(ImportsContractTest, AnUpdateReplacesWhatIsSetAndAddsExternalIds) {
  Customer ana = PersonOf("Ana");
  ana.company = "Kessel";
  ana.tier = "gold";
  ana.external_ids = {{"crm", "1"}, {"shop", "S-1"}};
  ASSERT_TRUE(customers().Create(ana));
  Customer row = PersonOf("Anna");
  row.tier = "silver";

  Take({RowOf(2, row, "1")});

  const Customer after = customers().GetByExternalId("crm", "1").value();
  EXPECT_EQ(after.display_name, "Anna");
  EXPECT_EQ(after.company, "Kessel");
  EXPECT_EQ(after.tier, "silver");
  EXPECT_EQ(after.external_ids, ana.external_ids);
}

TEST_P(ImportsContractTest, ARowOfACustomerWhoWasMergedAwayChangesNothing) {
  Customer ana = PersonOf("Ana");
  ana.external_ids = {{"crm", "1"}};
  Customer anna = PersonOf("Anna");
  anna.external_ids = {{"crm", "2"}};
  const CustomerId into = customers().Create(anna)->id;
  ASSERT_TRUE(customers().Merge(into, customers().Create(ana)->id));

  const ImportStep step = Take({RowOf(2, PersonOf("Ana again"), "1")});

  EXPECT_EQ(step.rows.at(0)->outcome, ImportOutcome::kUnchanged);
  EXPECT_EQ(customers().Get(into)->display_name, "Anna");
}

TEST_P(ImportsContractTest, CreatedRowsThatMayBeOfSomebodyElseAreToldAndKept) {
  Customer ana = PersonOf("Ana Vidal");
  ana.numbers = {{"030 1", "+4930901820", "30901820", "", ""}};
  Customer again = PersonOf("VIDAL Ana");
  again.numbers = ana.numbers;

  const ImportStep step = Take({RowOf(2, ana), RowOf(3, again), RowOf(4, PersonOf("Ana Vidal"))});

  EXPECT_FALSE(step.rows.at(0)->duplicate);
  ASSERT_TRUE(step.rows.at(1)->duplicate);
  EXPECT_EQ(step.rows[1]->duplicate->display_name, "Ana Vidal");
  EXPECT_EQ(step.rows[1]->duplicate->likeness, Likeness::kNumberAndName);
  EXPECT_FALSE(step.rows.at(2)->duplicate) << "A name alone is that of many.";
  EXPECT_EQ(step.progress.counts.created, 3);
  EXPECT_EQ(step.progress.counts.possible_duplicates, 1);
}

TEST_P(ImportsContractTest, WhereAnImportStandsIsRememberedForEachOfThem) {
  const ImportProgress first = Take({RowOf(2, PersonOf("Ana")), Refused(3)}).progress;

  const ImportProgress found = imports().Find(kKey).value();

  EXPECT_EQ(found.done_line, 3);
  EXPECT_EQ(found.counts, first.counts);
  EXPECT_EQ(imports().Find({"users/admin", "file-2"})->done_line, 0);
  EXPECT_EQ(imports().Find({"users/ben", "file-1"})->done_line, 0);
  EXPECT_EQ(imports().Find({"users/admin", ""})->done_line, 0);
}

TEST_P(ImportsContractTest, RefusedRowsAreRememberedInOrder) {
  const ImportProgress first = Take({Refused(2), RowOf(3, PersonOf("Ana")), Refused(4)}).progress;
  Take({Refused(9)}, first);

  const auto all = imports().ListRefused(kKey, 0, 10).value();
  const auto after = imports().ListRefused(kKey, 2, 1).value();

  EXPECT_THAT(all, ElementsAre(Field(&RefusedRow::line, 2), Field(&RefusedRow::line, 4),
                               Field(&RefusedRow::line, 9)));
  EXPECT_EQ(all[0].field, "customer.tier");
  EXPECT_EQ(all[0].rule, "is too long");
  EXPECT_EQ(all[0].reason, "FIELD_INVALID");
  EXPECT_THAT(after, ElementsAre(Field(&RefusedRow::line, 4)));
}

TEST_P(ImportsContractTest, ADryRunSaysWhatWouldBecomeOfRowsAndWritesNothing) {
  const ImportStep step = Take({RowOf(2, PersonOf("Ana"), "1"), RowOf(3, PersonOf("Anna"), "1")},
                               {}, Imports::Mode::kDryRun);

  EXPECT_EQ(step.progress.counts, (ImportCounts{2, 1, 1, 0, 0, 0, 0}));
  EXPECT_EQ(customers().Count(), 0);
  EXPECT_EQ(imports().Find(kKey)->done_line, 0);
}

TEST_P(ImportsContractTest, AnImportIsForgottenAfterAWeek) {
  Take({Refused(2)});

  harness_->Advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(imports().Find(kKey)->done_line, 2);
  harness_->Advance(Duration{1});

  EXPECT_EQ(imports().Find(kKey)->done_line, 0);
  Take({RowOf(2, PersonOf("Ana"))});
  EXPECT_THAT(imports().ListRefused(kKey, 0, 10).value(), SizeIs(0)) << "That was another run.";
}

TEST_P(ImportsContractTest, MoreRowsThanAStepHoldsAreRefused) {
  const std::vector<ImportRow> rows(Imports::kRowsMax + 1, Refused(2));

  EXPECT_EQ(imports().Take(kKey, rows, {}, Imports::Mode::kWrite).error().reason, "FIELD_INVALID");
}

INSTANTIATE_TEST_SUITE_P(All, ImportsContractTest,
                         testing::Values(Kind<DirectoryHarness>{"Sqlite", &MakeSqliteDirectory}),
                         [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace jackfield
