#include "server/storage/sqlite/sqlite_tickets.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/storage/sqlite/content_digest.h"
#include "server/storage/sqlite/ticket_trace_table.h"
#include "tests/support/sqlite_site.h"

// What SQLite adds to the contract of Tickets: sealed texts, erasure, merged customers.
namespace jackfield::sqlite {
namespace {

using exchange::PersonalText;
using exchange::TicketEntryKind;
using testing::ElementsAre;
using testing::IsEmpty;

const VaultSubject kLena{CustomerId{5}, ""};
const VaultSubject kOtto{CustomerId{6}, ""};

// Opens texts as the site's vault does, and then erases Lena.
//
// Thread safety: none; one per test.
class ErasingVault final : public Vault {
 public:
  explicit ErasingVault(SubjectKeys& keys) : keys_(keys) {}

  Result<PersonalText> Seal(const VaultSubject& subject, const PersonalText& text) override {
    return keys_.Seal(subject, text);
  }
  Result<std::string> Open(const PersonalText& text) override {
    Result<std::string> opened = keys_.Open(text);
    if (Status erased = keys_.Erase(kLena); !erased) return Fail(erased);
    return opened;
  }

 private:
  SubjectKeys& keys_;
};

class SqliteTicketsTest : public testing::Test {
 protected:
  Tickets& tickets() { return site_.tickets(); }

  PersonalText Sealed(const VaultSubject& subject, const std::string& text) {
    return site_.keys().Seal(subject, PersonalText(text)).value();
  }

  // A ticket with a subject and a description of the customer's, in one commit.
  void Commit(std::uint64_t number, const VaultSubject& subject, const std::string& text) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    TicketRow& row = batch.tickets.emplace_back();
    row.ticket = TicketId{number};
    row.name = "t" + std::to_string(number);
    row.customer = subject.customer;
    row.subject = Sealed(subject, text);
    TicketEntryRow& entry = batch.ticket_entries.emplace_back();
    entry.ticket = row.ticket;
    entry.number = 1;
    entry.text = Sealed(subject, "because of " + text);
    ASSERT_TRUE(site_.store().Commit(batch));
  }

  // A ticket that is sealed with its own key, as the API makes them: of the customer, if any, and
  // from the call.
  void CommitOwn(std::uint64_t number, CustomerId customer, const InteractionRow& call) {
    const VaultSubject own{{}, "tickets/t" + std::to_string(number)};
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    batch.interactions = {call};
    TicketRow& row = batch.tickets.emplace_back();
    row.ticket = TicketId{number};
    row.name = "t" + std::to_string(number);
    row.customer = customer;
    row.subject = Sealed(own, "parcel");
    row.interactions = {call.name};
    TicketEntryRow& entry = batch.ticket_entries.emplace_back();
    entry.ticket = row.ticket;
    entry.number = 1;
    ASSERT_TRUE(site_.store().Commit(batch));
  }
  InteractionRow CallFrom(std::uint64_t id, const std::string& number) {
    InteractionRow call;
    call.call = CallId{id};
    call.name = "call" + std::to_string(id);
    call.caller.presentation = exchange::Presentation::kPresented;
    call.caller.number_key = site_.memory().KeyOf(number);
    return call;
  }
  // Why the subject cannot be read; empty: it can.
  std::string WhyUnreadable(const std::string& name) {
    const auto opened = site_.keys().Open(tickets().GetByName(name).value().subject);
    return opened ? std::string() : opened.error().reason;
  }

  void IndexAll() {
    while (tickets().IndexStep().value()) {
    }
  }

  std::vector<std::string> Listed(const TicketFilter& filter) {
    std::vector<std::string> names;
    const auto page = tickets().List(filter, TicketOrder::kNewest, 100, "");
    EXPECT_TRUE(page);
    for (const TicketRow& row : page.value().tickets) names.push_back(row.name);
    return names;
  }
  std::vector<std::string> Found(const std::string& words) {
    TicketFilter filter;
    filter.words = words;
    return Listed(filter);
  }

  bool AnyFileHolds(const std::string& text) {
    bool found = false;
    for (const auto& entry : std::filesystem::directory_iterator(site_.folder().File(""))) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      found = found || bytes.find(text) != std::string::npos;
    }
    return found;
  }

  fakes::SqliteSite site_;
  std::uint64_t last_ = 0;
};

TEST_F(SqliteTicketsTest, SealedTextsStaySealedAndAreFoundByTheirWords) {
  Commit(1, kLena, "Parcel 张伟");

  EXPECT_THAT(Found("parcel"), IsEmpty());
  IndexAll();

  EXPECT_THAT(Found("parcel 伟"), ElementsAre("t1"));
  const TicketRow row = tickets().GetByName("t1").value();
  EXPECT_NE(row.subject.key, 0U);
  EXPECT_EQ(site_.keys().Open(row.subject).value(), "Parcel 张伟");
  EXPECT_EQ(site_.keys().Open(tickets().GetEntry(TicketId{1}, 1).value().text).value(),
            "because of Parcel 张伟");
}

TEST_F(SqliteTicketsTest, WhatIsNotYetFoundByItsWordsIsFoundAfterARestart) {
  Commit(1, kLena, "parcel");

  site_.Restart();
  IndexAll();

  EXPECT_THAT(Found("parcel"), ElementsAre("t1"));
}

TEST_F(SqliteTicketsTest, MoreTextsThanAStepTakesAreFoundStepByStep) {
  for (std::uint64_t number = 1; number <= SqliteTickets::kIndexStepTexts; ++number) {
    Commit(number, kLena, "parcel");
  }

  EXPECT_TRUE(tickets().IndexStep().value());
  EXPECT_LT(Found("parcel").size(), SqliteTickets::kIndexStepTexts);
  IndexAll();

  EXPECT_EQ(Found("parcel").size(), SqliteTickets::kIndexStepTexts);
  EXPECT_FALSE(tickets().IndexStep().value());
}

TEST_F(SqliteTicketsTest, WithAPersonTheWordsOfTheirTicketsLeaveTheFiles) {
  Commit(1, kLena, "xylophonequartz");
  IndexAll();
  Commit(2, kOtto, "zeppelinvortex");
  IndexAll();
  Commit(3, kLena, "xylophonequartz");
  IndexAll();
  ASSERT_TRUE(site_.database().Flush());
  ASSERT_TRUE(AnyFileHolds("xylophonequartz"));
  ASSERT_THAT(Found("xylophonequartz"), ElementsAre("t3", "t1"));

  ASSERT_TRUE(site_.keys().Erase(kLena));
  ASSERT_TRUE(site_.database().Flush());

  EXPECT_THAT(Found("xylophonequartz"), IsEmpty());
  EXPECT_FALSE(AnyFileHolds("xylophone"));
  EXPECT_THAT(Found("zeppelinvortex"), ElementsAre("t2"));
  const TicketRow row = tickets().GetByName("t1").value();
  EXPECT_EQ(site_.keys().Open(row.subject).error().reason, "PERSON_ERASED");
}

TEST_F(SqliteTicketsTest, WithACustomerTheKeysOfTheirTicketsGo) {
  CommitOwn(1, kLena.customer, CallFrom(1, "+4930901820"));
  CommitOwn(2, kOtto.customer, CallFrom(2, "+4930901820"));
  CommitOwn(3, {}, CallFrom(3, "+4930901820"));
  IndexAll();
  ASSERT_THAT(Found("parcel"), ElementsAre("t3", "t2", "t1"));

  ASSERT_TRUE(site_.keys().Erase(kLena));

  EXPECT_EQ(WhyUnreadable("t1"), "PERSON_ERASED");
  EXPECT_EQ(WhyUnreadable("t2"), "");
  EXPECT_EQ(WhyUnreadable("t3"), "");
  EXPECT_THAT(Found("parcel"), ElementsAre("t3", "t2"));
}

TEST_F(SqliteTicketsTest, WithANumberTheKeysOfTicketsGoThatItsCallsMadeForNobody) {
  CommitOwn(1, {}, CallFrom(1, "+4930901820"));
  CommitOwn(2, kOtto.customer, CallFrom(2, "+4930901820"));
  CommitOwn(3, {}, CallFrom(3, "+4930901821"));
  IndexAll();

  ASSERT_TRUE(site_.keys().Erase({{}, "+4930901820"}));

  EXPECT_EQ(WhyUnreadable("t1"), "PERSON_ERASED");
  EXPECT_EQ(WhyUnreadable("t2"), "") << "who has a customer goes with that one";
  EXPECT_EQ(WhyUnreadable("t3"), "");
  EXPECT_THAT(Found("parcel"), ElementsAre("t3", "t2"));
}

TEST_F(SqliteTicketsTest, WordsOfAnEarlierSubjectLeaveTheFilesToo) {
  Commit(1, kLena, "xylophonequartz");
  IndexAll();
  CommitBatch batch;
  batch.entries = {{Sequence{++last_}, "", "", "input"}};
  batch.tickets = {tickets().GetByName("t1").value()};
  batch.tickets[0].subject = Sealed(kOtto, "letter");
  TicketEntryRow& entry = batch.ticket_entries.emplace_back();
  entry.ticket = TicketId{1};
  entry.number = 1;
  entry.text = Sealed(kOtto, "letter");
  ASSERT_TRUE(site_.store().Commit(batch));
  IndexAll();

  ASSERT_TRUE(site_.keys().Erase(kLena));
  ASSERT_TRUE(site_.database().Flush());

  EXPECT_FALSE(AnyFileHolds("xylophone"));
  EXPECT_THAT(Found("letter"), ElementsAre("t1"));
}

TEST_F(SqliteTicketsTest, ATextOpenedBeforeItsPersonWasErasedLeavesNoWords) {
  Commit(1, kLena, "parcel");
  ErasingVault vault(site_.keys());
  const auto erasing = SqliteTickets::Open(site_.database(), vault, site_.random()).value();

  EXPECT_FALSE(erasing->IndexStep().value());

  EXPECT_THAT(Found("parcel"), IsEmpty());
  EXPECT_FALSE(tickets().IndexStep().value());
}

TEST_F(SqliteTicketsTest, TicketsOfAMergedCustomerAreTheOthers) {
  Customer lena;
  lena.display_name = "Lena";
  Customer double_of_lena = lena;
  const CustomerId first = site_.customers().Create(lena, std::nullopt).value().id;
  const CustomerId second = site_.customers().Create(double_of_lena, std::nullopt).value().id;
  Commit(1, {first, ""}, "parcel");
  Commit(2, {second, ""}, "letter");
  ASSERT_TRUE(site_.customers().Merge(first, second, std::nullopt));
  TicketFilter filter;
  filter.customer = first;

  EXPECT_THAT(Listed(filter), ElementsAre("t2", "t1"));
  filter.customer = second;
  EXPECT_THAT(Listed(filter), ElementsAre("t2", "t1"));
  EXPECT_EQ(tickets().GetByName("t2").value().customer, first);
  EXPECT_EQ(tickets().OpenTicketCount(first).value(), 2U);
  EXPECT_EQ(tickets().OpenTicketsOf(second, 1).value().count, 2U);
  filter = {};
  filter.scope = TicketScope{"nobody", {}, {second}};
  EXPECT_THAT(Listed(filter), ElementsAre("t2", "t1"));
}

TEST_F(SqliteTicketsTest, TheDigestOfTheContentsKnowsTickets) {
  const auto digest = [this] {
    auto connection =
        Connection::Open(site_.path(), Connection::Mode::kReader, std::chrono::milliseconds{100})
            .value();
    return ContentDigest(*connection, [](std::int64_t) { return true; }).value();
  };
  const std::string before = digest();
  CommitBatch batch;
  batch.tickets.emplace_back().ticket = TicketId{1};

  ASSERT_TRUE(site_.store().Commit(batch));

  EXPECT_NE(digest(), before);
}

TEST_F(SqliteTicketsTest, OffersAreKeptForNinetyDaysAndTrimmedInSmallSteps) {
  const auto save = [&](std::uint64_t ticket) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    batch.ticket_traces = {
        {TicketId{ticket}, Sequence{last_}, site_.clock().WallNow(), {ReservationTraceStep{}}}};
    ASSERT_TRUE(site_.store().Commit(batch));
  };
  const std::uint64_t old = ticket_trace_table::kTrimRowsMax + 1;
  for (std::uint64_t ticket = 1; ticket <= old; ++ticket) save(ticket);
  site_.clock().Advance(Tickets::kOffersKept);
  save(old + 1);
  ASSERT_FALSE(site_.store().TrimStep().value());
  ASSERT_EQ(tickets().Offers(TicketId{1})->size(), 1U);
  site_.clock().Advance(Duration{1});

  EXPECT_TRUE(site_.store().TrimStep().value());
  EXPECT_FALSE(site_.store().TrimStep().value());

  EXPECT_THAT(*tickets().Offers(TicketId{1}), IsEmpty());
  EXPECT_THAT(*tickets().Offers(TicketId{old}), IsEmpty());
  EXPECT_EQ(tickets().Offers(TicketId{old + 1})->size(), 1U);
}

}  // namespace
}  // namespace jackfield::sqlite
