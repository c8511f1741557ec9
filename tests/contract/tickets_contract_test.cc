#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/port_harness.h"

// What services rely on, whatever holds the tickets (server/ports/tickets.h).
namespace jackfield {
namespace {

using exchange::PersonalText;
using exchange::SlaGoal;
using exchange::TicketEntryKind;
using exchange::TicketPriority;
using exchange::TicketState;
using exchange::TicketType;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

WallTime At(std::int64_t milliseconds) { return WallTime{Duration{milliseconds}}; }

TicketRow RowOf(std::uint64_t number, std::int64_t created_ms) {
  TicketRow row;
  row.ticket = TicketId{number};
  row.name = "t" + std::to_string(number);
  row.created = At(created_ms);
  row.updated = row.created;
  return row;
}

TicketRow WholeRow() {
  TicketRow row = RowOf(7, 1000);
  row.subject = PersonalText(3, "sealed subject");
  row.type = TicketType::kComplaint;
  row.priority = TicketPriority::kUrgent;
  row.state = TicketState::kPending;
  row.owner = "ana";
  row.owner_display_name = "Ana Lima";
  row.queue = "service";
  row.queue_display_name = "Service";
  row.skills = {{"english", 50}, {"refunds", 1}};
  row.tags = {"parcel", "refund"};
  row.customer = CustomerId{4};
  row.value_tier = 2;
  row.interactions = {"call2", "call1"};
  row.links = {{TicketId{3}, "t3"}};
  row.merged_into = {TicketId{3}, "t3"};
  row.watchers = {"ben"};
  row.complaint = {3, "late", PersonalText(3, std::string("\0sealed", 7)), 2500, "EUR"};
  row.satisfaction = 4;
  row.updated = At(9000);
  row.first_response = At(2000);
  row.resolved = At(3000);
  row.closed = At(4000);
  row.reminder = At(5000);
  exchange::SlaClock clock;
  clock.goal = Duration{60'000};
  clock.calendar = "office";
  clock.due = At(61'000);
  clock.warned = true;
  row.clocks = {{SlaGoal::kResolution, clock}};
  row.with_supervisors = true;
  row.references = 1;
  row.entries = 12;
  row.revision = 13;
  return row;
}

TicketRow WithDue(TicketRow row, std::int64_t due_ms, bool breached) {
  exchange::SlaClock clock;
  clock.due = At(due_ms);
  clock.breached = breached;
  row.clocks = {{SlaGoal::kResolution, clock}};
  return row;
}

TicketEntryRow EntryOf(std::uint64_t ticket, std::uint32_t number, TicketEntryKind what,
                       const std::string& text = "") {
  TicketEntryRow entry;
  entry.ticket = TicketId{ticket};
  entry.number = number;
  entry.what = what;
  entry.who = "ana";
  entry.text = PersonalText(text);
  entry.at = At(1000 + number);
  return entry;
}

// Thread safety: none; one per test.
class TicketsContractTest : public testing::TestWithParam<Kind<TicketsHarness>> {
 protected:
  Tickets& tickets() { return harness_->tickets(); }

  void Commit(const std::vector<TicketRow>& rows, const std::vector<TicketEntryRow>& entries = {}) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    batch.tickets = rows;
    batch.ticket_entries = entries;
    ASSERT_TRUE(harness_->store().Commit(batch));
    while (tickets().IndexStep().value()) {
    }
  }

  std::vector<std::string> Listed(const TicketFilter& filter,
                                  TicketOrder order = TicketOrder::kNewest) {
    std::vector<std::string> names;
    const auto page = tickets().List(filter, order, 100, "");
    EXPECT_TRUE(page);
    for (const TicketRow& row : page.value().tickets) names.push_back(row.name);
    return names;
  }

  // One ticket a page.
  std::vector<std::string> Paged(TicketOrder order) {
    std::vector<std::string> names;
    std::string token;
    do {
      const auto page = tickets().List({}, order, 1, token).value();
      for (const TicketRow& row : page.tickets) names.push_back(row.name);
      token = page.next_page_token;
    } while (!token.empty() && names.size() < 100);
    return names;
  }

  std::vector<std::string> Found(const std::string& words) {
    TicketFilter filter;
    filter.words = words;
    return Listed(filter);
  }

  std::unique_ptr<TicketsHarness> harness_ = GetParam().make();
  std::uint64_t last_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Stores, TicketsContractTest,
                         testing::Values(Kind<TicketsHarness>{"Sqlite", &MakeSqliteTickets},
                                         Kind<TicketsHarness>{"Fake", &MakeFakeTickets}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(TicketsContractTest, ACommittedTicketReadsBackWhole) {
  Commit({RowOf(3, 500), WholeRow()});

  EXPECT_EQ(tickets().GetByName("t7").value(), WholeRow());
  EXPECT_EQ(tickets().GetByNumber(TicketId{7}).value(), WholeRow());
}

TEST_P(TicketsContractTest, LinksAreToldByTheNamesThatTheWriterDidNotKnow) {
  TicketRow row = WholeRow();
  row.links = {{TicketId{3}, ""}};
  row.merged_into.name.clear();

  Commit({RowOf(3, 500), row});

  EXPECT_EQ(tickets().GetByName("t7").value(), WholeRow());
}

TEST_P(TicketsContractTest, ATicketWrittenAgainReplacesWhatStoodThere) {
  Commit({RowOf(3, 500), WholeRow()});
  TicketRow row = WholeRow();
  row.state = TicketState::kOpen;
  row.owner = "ben";
  row.tags = {"refund"};
  row.watchers = {};
  row.clocks = {};
  row.revision = 14;

  Commit({row});

  EXPECT_EQ(tickets().GetByName("t7").value(), row);
  TicketFilter filter;
  filter.tag = "parcel";
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter = {};
  filter.watcher = "ben";
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter = {};
  filter.owner = "ana";
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter.owner = "ben";
  EXPECT_THAT(Listed(filter), ElementsAre("t7"));
}

TEST_P(TicketsContractTest, ATicketOfWhichOnlyDetailsChangedReadsBackWhole) {
  TicketRow bare = WithDue(RowOf(7, 1000), 61'000, false);
  bare.priority = TicketPriority::kUrgent;
  bare.state = TicketState::kPending;
  bare.owner = "ana";
  bare.queue = "service";
  bare.customer = CustomerId{4};
  Commit({RowOf(3, 500), bare});

  Commit({WholeRow()});

  EXPECT_EQ(tickets().GetByName("t7").value(), WholeRow());
}

TEST_P(TicketsContractTest, WhatIsNotThereIsNotFound) {
  Commit({RowOf(1, 1000)});

  EXPECT_EQ(tickets().GetByName("none").error().reason, "TICKET_NOT_FOUND");
  EXPECT_EQ(tickets().GetByNumber(TicketId{2}).error().reason, "TICKET_NOT_FOUND");
  EXPECT_EQ(tickets().GetEntry(TicketId{1}, 1).error().reason, "TICKET_NOT_FOUND");
  EXPECT_THAT(tickets().Entries(TicketId{2}, false, 10, "").value().entries, IsEmpty());
}

TEST_P(TicketsContractTest, EachOrderIsKeptAlsoFromPageToPage) {
  std::vector<TicketRow> rows = {RowOf(1, 1000), RowOf(2, 2000), RowOf(3, 3000), RowOf(4, 3000)};
  rows[0].priority = TicketPriority::kUrgent;
  rows[0].updated = At(9000);
  rows[1].priority = TicketPriority::kLow;
  rows[1] = WithDue(rows[1], 50'000, false);
  rows[3] = WithDue(rows[3], 40'000, true);
  Commit(rows);

  EXPECT_THAT(Listed({}, TicketOrder::kNewest), ElementsAre("t4", "t3", "t2", "t1"));
  EXPECT_THAT(Listed({}, TicketOrder::kUpdated), ElementsAre("t1", "t4", "t3", "t2"));
  EXPECT_THAT(Listed({}, TicketOrder::kDue), ElementsAre("t4", "t2", "t3", "t1"));
  EXPECT_THAT(Listed({}, TicketOrder::kPriority), ElementsAre("t1", "t3", "t4", "t2"));
  EXPECT_THAT(Paged(TicketOrder::kNewest), ElementsAre("t4", "t3", "t2", "t1"));
  EXPECT_THAT(Paged(TicketOrder::kUpdated), ElementsAre("t1", "t4", "t3", "t2"));
  EXPECT_THAT(Paged(TicketOrder::kDue), ElementsAre("t4", "t2", "t3", "t1"));
  EXPECT_THAT(Paged(TicketOrder::kPriority), ElementsAre("t1", "t3", "t4", "t2"));
}

TEST_P(TicketsContractTest, EachFilterRefusesWhatDoesNotFit) {
  TicketRow other = RowOf(1, 500);
  other.state = TicketState::kClosed;
  Commit({RowOf(3, 400), other, WholeRow()});
  const auto of = [](auto set) {
    TicketFilter filter;
    set(filter);
    return filter;
  };
  const std::vector<TicketFilter> filters = {
      of([](TicketFilter& f) {
        f.states = {TicketState::kPending, TicketState::kOpen};
      }),
      of([](TicketFilter& f) { f.types = {TicketType::kComplaint}; }),
      of([](TicketFilter& f) { f.priority_min = TicketPriority::kHigh; }),
      of([](TicketFilter& f) { f.customer = CustomerId{4}; }),
      of([](TicketFilter& f) { f.queue = "service"; }),
      of([](TicketFilter& f) { f.owner = "ana"; }),
      of([](TicketFilter& f) { f.tag = "refund"; }),
      of([](TicketFilter& f) { f.watcher = "ben"; }),
      of([](TicketFilter& f) { f.due_before = At(61'001); }),
      of([](TicketFilter& f) { f.from = At(1000); }),
  };
  for (std::size_t i = 0; i < filters.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_THAT(Listed(filters[i]), ElementsAre("t7"));
  }

  EXPECT_THAT(Listed(of([](TicketFilter& f) { f.unowned = true; })), ElementsAre("t1", "t3"));
  EXPECT_THAT(Listed(of([](TicketFilter& f) { f.until = At(1000); })), ElementsAre("t1", "t3"));
  EXPECT_THAT(Listed(of([](TicketFilter& f) { f.due_before = At(61'000); })), IsEmpty());
  EXPECT_THAT(Listed(of([](TicketFilter& f) { f.states = {TicketState::kClosed}; })),
              ElementsAre("t1"));
}

TEST_P(TicketsContractTest, FiltersFitTogetherInEachOrder) {
  TicketRow mine = RowOf(1, 1000);
  mine.owner = "ana";
  mine.queue = "service";
  mine.tags = {"refund"};
  TicketRow free = mine;
  free.ticket = TicketId{2};
  free.name = "t2";
  free.owner.clear();
  TicketRow closed = mine;
  closed.ticket = TicketId{3};
  closed.name = "t3";
  closed.state = TicketState::kClosed;
  Commit({mine, free, closed});
  TicketFilter filter;
  filter.owner = "ana";
  filter.queue = "service";
  filter.tag = "refund";

  for (const TicketOrder order : {TicketOrder::kNewest, TicketOrder::kUpdated, TicketOrder::kDue}) {
    EXPECT_THAT(Listed(filter, order), ElementsAre("t3", "t1"));
  }
  EXPECT_THAT(Listed(filter, TicketOrder::kPriority), ElementsAre("t1", "t3"));
  filter.states = {TicketState::kNew};
  EXPECT_THAT(Listed(filter), ElementsAre("t1"));
  filter.tag.clear();
  EXPECT_THAT(Listed(filter), ElementsAre("t1"));
  filter.owner.clear();
  EXPECT_THAT(Listed(filter, TicketOrder::kPriority), ElementsAre("t1", "t2"));
  filter.queue.clear();
  EXPECT_THAT(Listed(filter, TicketOrder::kUpdated), ElementsAre("t2", "t1"));
}

TEST_P(TicketsContractTest, ABreachAndATimeThatIsDueAreEitherOfThemEnough) {
  Commit({WithDue(RowOf(1, 1000), 90'000, true), WithDue(RowOf(2, 2000), 40'000, false),
          WithDue(RowOf(3, 3000), 80'000, false), RowOf(4, 4000)});
  TicketFilter filter;
  filter.breached = true;
  EXPECT_THAT(Listed(filter), ElementsAre("t1"));

  filter.due_before = At(50'000);
  EXPECT_THAT(Listed(filter), ElementsAre("t2", "t1"));
  filter.breached = false;
  EXPECT_THAT(Listed(filter), ElementsAre("t2"));
}

TEST_P(TicketsContractTest, AScopeShowsWhatIsInItsQueuesItsCustomersOwnedAndWatched) {
  TicketRow in_queue = RowOf(1, 1000);
  in_queue.queue = "service";
  TicketRow of_customer = RowOf(2, 2000);
  of_customer.customer = CustomerId{14};
  TicketRow owned = RowOf(3, 3000);
  owned.owner = "ana";
  owned.queue = "sales";
  TicketRow watched = RowOf(4, 4000);
  watched.watchers = {"ana"};
  TicketRow hidden = RowOf(5, 5000);
  hidden.queue = "serv";
  hidden.owner = "an";
  hidden.customer = CustomerId{4};
  Commit({in_queue, of_customer, owned, watched, hidden, RowOf(6, 6000)});
  TicketFilter filter;
  filter.scope = TicketScope{"ana", {"support", "service"}, {CustomerId{14}}};

  EXPECT_THAT(Listed(filter), ElementsAre("t4", "t3", "t2", "t1"));
  filter.scope = TicketScope{"nobody", {}, {}};
  EXPECT_THAT(Listed(filter), IsEmpty());
}

TEST_P(TicketsContractTest, WhatIsInAScopeForSeveralReasonsIsListedOnceInEachOrder) {
  TicketRow for_all_reasons = WithDue(RowOf(1, 1000), 50'000, false);
  for_all_reasons.queue = "service";
  for_all_reasons.customer = CustomerId{14};
  for_all_reasons.owner = "ana";
  for_all_reasons.watchers = {"ana"};
  TicketRow closed = RowOf(2, 2000);
  closed.queue = "support";
  closed.state = TicketState::kClosed;
  TicketRow hidden = RowOf(3, 3000);
  hidden.queue = "sales";
  Commit({for_all_reasons, closed, hidden});
  TicketFilter filter;
  filter.scope = TicketScope{"ana", {"service", "support"}, {CustomerId{14}, CustomerId{15}}};

  EXPECT_THAT(Listed(filter, TicketOrder::kNewest), ElementsAre("t2", "t1"));
  EXPECT_THAT(Listed(filter, TicketOrder::kUpdated), ElementsAre("t2", "t1"));
  EXPECT_THAT(Listed(filter, TicketOrder::kDue), ElementsAre("t1", "t2"));
  EXPECT_THAT(Listed(filter, TicketOrder::kPriority), ElementsAre("t1", "t2"));
  filter.states = {TicketState::kNew, TicketState::kOpen};
  EXPECT_THAT(Listed(filter), ElementsAre("t1"));
}

TEST_P(TicketsContractTest, AScopeHasItsLimits) {
  TicketFilter filter;
  filter.scope = TicketScope{"ana", std::vector<std::string>(TicketScope::kNamesMax, "q"), {}};
  EXPECT_TRUE(tickets().List(filter, TicketOrder::kNewest, 1, ""));

  filter.scope->queues.emplace_back("q");
  EXPECT_EQ(tickets().List(filter, TicketOrder::kNewest, 1, "").error().reason, "FIELD_INVALID");
}

TEST_P(TicketsContractTest, ATokenOfAnotherQuestionIsRefused) {
  Commit({RowOf(1, 1000), RowOf(2, 2000)},
         {EntryOf(1, 1, TicketEntryKind::kCreated), EntryOf(1, 2, TicketEntryKind::kCommented)});
  const std::string token = tickets().List({}, TicketOrder::kNewest, 1, "").value().next_page_token;
  const std::string entries = tickets().Entries(TicketId{1}, false, 1, "").value().next_page_token;

  EXPECT_EQ(tickets().List({}, TicketOrder::kUpdated, 1, token).error().reason,
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(tickets().Entries(TicketId{2}, false, 1, entries).error().reason, "PAGE_TOKEN_INVALID");
}

TEST_P(TicketsContractTest, APageFollowsAlsoWhereWhoAsksSeesOthersByThen) {
  TicketRow first = RowOf(1, 1000);
  first.customer = CustomerId{14};
  TicketRow second = RowOf(2, 2000);
  second.owner = "ana";
  Commit({first, second});
  TicketFilter filter;
  filter.scope = TicketScope{"ana", {"service"}, {}};
  filter.scope->customers = {CustomerId{14}};
  const std::string token =
      tickets().List(filter, TicketOrder::kNewest, 1, "").value().next_page_token;

  filter.scope->queues = {"service", "support"};
  filter.scope->customers = {CustomerId{14}, CustomerId{15}};
  const auto next = tickets().List(filter, TicketOrder::kNewest, 1, token);
  ASSERT_TRUE(next) << next.error().message;
  ASSERT_EQ(next->tickets.size(), 1U);
  EXPECT_EQ(next->tickets[0].name, "t1");

  filter.scope->customers.clear();
  EXPECT_TRUE(tickets().List(filter, TicketOrder::kNewest, 1, token).value().tickets.empty())
      << "what is not seen any more";
  filter.scope->login = "ben";
  EXPECT_EQ(tickets().List(filter, TicketOrder::kNewest, 1, token).error().reason,
            "PAGE_TOKEN_INVALID");
}

TEST_P(TicketsContractTest, AHistoryIsReadNewestFirstAndPageByPage) {
  TicketEntryRow second = EntryOf(1, 2, TicketEntryKind::kStateChanged, "");
  second.before = "new";
  second.after = "open";
  TicketEntryRow third = EntryOf(1, 3, TicketEntryKind::kAttached);
  third.text = PersonalText(3, "sealed name");
  third.reference = PersonalText(3, "sealed address");
  third.visibility = exchange::TicketVisibility::kPublic;
  const TicketEntryRow first = EntryOf(1, 1, TicketEntryKind::kCreated, "hello");
  Commit({RowOf(1, 1000)}, {first, second, third, EntryOf(2, 1, TicketEntryKind::kCreated)});

  const TicketEntryPage page = tickets().Entries(TicketId{1}, false, 2, "").value();
  const TicketEntryPage rest =
      tickets().Entries(TicketId{1}, false, 2, page.next_page_token).value();

  EXPECT_THAT(page.entries, ElementsAre(third, second));
  EXPECT_THAT(rest.entries, ElementsAre(first));
  EXPECT_EQ(rest.next_page_token, "");
  EXPECT_EQ(tickets().GetEntry(TicketId{1}, 3).value(), third);
}

TEST_P(TicketsContractTest, CommentsAreWhatPeopleWrote) {
  const TicketEntryRow created = EntryOf(1, 1, TicketEntryKind::kCreated, "hello");
  const TicketEntryRow comment = EntryOf(1, 3, TicketEntryKind::kCommented, "look");
  const TicketEntryRow resolution = EntryOf(1, 5, TicketEntryKind::kStateChanged, "done");
  Commit({RowOf(1, 1000)}, {created, EntryOf(1, 2, TicketEntryKind::kStateChanged), comment,
                            EntryOf(1, 4, TicketEntryKind::kAttached, "plan.pdf"), resolution});

  EXPECT_THAT(tickets().Entries(TicketId{1}, true, 10, "").value().entries,
              ElementsAre(resolution, comment, created));
}

TEST_P(TicketsContractTest, AnEntryWrittenTwiceStandsOnce) {
  const TicketEntryRow entry = EntryOf(1, 1, TicketEntryKind::kCreated, "hello");
  Commit({RowOf(1, 1000)}, {entry});

  Commit({}, {entry});

  EXPECT_THAT(tickets().Entries(TicketId{1}, false, 10, "").value().entries, ElementsAre(entry));
}

TEST_P(TicketsContractTest, WordsAreFoundInSubjectsAndComments) {
  TicketRow parcel = RowOf(1, 1000);
  parcel.subject = PersonalText("Parcel for Müller is late");
  TicketRow refund = RowOf(2, 2000);
  refund.subject = PersonalText("退款给张伟先生");
  Commit({parcel, refund}, {EntryOf(1, 1, TicketEntryKind::kCreated, "Sent by courier"),
                            EntryOf(1, 2, TicketEntryKind::kCommented, "Customs has the box"),
                            EntryOf(2, 1, TicketEntryKind::kCreated),
                            EntryOf(2, 2, TicketEntryKind::kAttached, "invoice.pdf")});

  EXPECT_THAT(Found("parcel"), ElementsAre("t1"));
  EXPECT_THAT(Found("COURIER customs late"), ElementsAre("t1"));
  EXPECT_THAT(Found("cust"), ElementsAre("t1"));
  EXPECT_THAT(Found("parcel refund"), IsEmpty());
  EXPECT_THAT(Found("张伟"), ElementsAre("t2"));
  EXPECT_THAT(Found("款"), ElementsAre("t2"));
  EXPECT_THAT(Found("伟张"), IsEmpty());
  EXPECT_THAT(Found("invoice"), IsEmpty());
  EXPECT_THAT(Found("*"), IsEmpty());
}

TEST_P(TicketsContractTest, AChangedSubjectIsFoundByItsNewWordsAlone) {
  TicketRow row = RowOf(1, 1000);
  row.subject = PersonalText("parcel");
  Commit({row}, {EntryOf(1, 1, TicketEntryKind::kCreated)});
  row.subject = PersonalText("letter");

  Commit({row}, {EntryOf(1, 2, TicketEntryKind::kSubjectChanged, "letter")});

  EXPECT_THAT(Found("letter"), ElementsAre("t1"));
  EXPECT_THAT(Found("parcel"), IsEmpty());
}

TEST_P(TicketsContractTest, WordsFitTogetherWithFiltersInEachOrder) {
  std::vector<TicketRow> rows = {RowOf(1, 1000), RowOf(2, 2000), RowOf(3, 3000)};
  for (TicketRow& row : rows) row.subject = PersonalText("late parcel");
  rows[1].queue = "service";
  rows[2].queue = "service";
  rows[2].priority = TicketPriority::kHigh;
  Commit(rows, {EntryOf(1, 1, TicketEntryKind::kCreated), EntryOf(2, 1, TicketEntryKind::kCreated),
                EntryOf(3, 1, TicketEntryKind::kCreated)});
  TicketFilter filter;
  filter.words = "parcel late";
  filter.queue = "service";

  EXPECT_THAT(Listed(filter), ElementsAre("t3", "t2"));
  EXPECT_THAT(Listed(filter, TicketOrder::kPriority), ElementsAre("t3", "t2"));
  EXPECT_THAT(Listed(filter, TicketOrder::kDue), ElementsAre("t3", "t2"));
}

TEST_P(TicketsContractTest, InteractionsKnowTheirTicketsAlsoWhereTheRowHasNoRoomLeft) {
  TicketRow first = RowOf(1, 1000);
  first.interactions = {"call2", "call1"};
  TicketRow second = RowOf(2, 2000);
  second.interactions = {"call2"};
  TicketEntryRow early = EntryOf(1, 2, TicketEntryKind::kInteraction);
  early.after = "call0";
  Commit({first, second}, {early});

  const auto names = tickets().TicketsOf({"call0", "call1", "call2", "call3"}).value();

  EXPECT_THAT(names, UnorderedElementsAre(Pair("call0", ElementsAre("t1")),
                                          Pair("call1", ElementsAre("t1")),
                                          Pair("call2", ElementsAre("t2", "t1"))));
  EXPECT_EQ(
      tickets().TicketsOf(std::vector<std::string>(Tickets::kNamesMax + 1, "call0")).error().reason,
      "FIELD_INVALID");
}

TEST_P(TicketsContractTest, OpenTicketsAreThoseThatAreNotDone) {
  std::vector<TicketRow> rows;
  const std::vector<TicketState> states = {TicketState::kNew, TicketState::kOpen,
                                           TicketState::kPending, TicketState::kResolved,
                                           TicketState::kClosed};
  for (std::size_t i = 0; i < states.size(); ++i) {
    TicketRow row = RowOf(i + 1, 1000);
    row.customer = CustomerId{4};
    row.state = states[i];
    rows.push_back(row);
  }
  rows.push_back(RowOf(9, 1000));
  Commit(rows);

  const OpenTickets open = tickets().OpenTicketsOf(CustomerId{4}, 2).value();

  EXPECT_EQ(open.count, 3U);
  EXPECT_THAT(open.newest, ElementsAre(rows[2], rows[1]));
  EXPECT_EQ(tickets().OpenTicketCount(CustomerId{4}).value(), 3U);
  EXPECT_EQ(tickets().OpenTicketCount(CustomerId{}).value(), 0U);
  EXPECT_EQ(tickets().OpenTicketsOf(CustomerId{5}, 2).value().count, 0U);
}

TEST_P(TicketsContractTest, OffersComeBackWholeAndInOrder) {
  ReservationTraceStep offered;
  offered.at = At(2000);
  offered.sequence = Sequence{1};
  offered.reservation = ReservationId{4096};
  offered.agent = "ana";
  offered.queue = "service";
  offered.number = 2;
  offered.waited = Duration{1500};
  offered.priority = 100;
  offered.ring = 1;
  offered.skills = {{"english", 50}};
  offered.passed = 1;
  offered.choice = {exchange::RoutingStrategy::kRanked, true, Duration{9}, 3, Duration{8}, 2};
  ReservationTraceStep ended;
  ended.kind = ReservationTraceKind::kEnded;
  ended.at = At(3000);
  ended.agent = "ana";
  ended.end = exchange::ReservationEnd::kPassed;
  CommitBatch batch;
  batch.entries = {{Sequence{1}, "", "", "input"}};
  batch.ticket_traces = {{TicketId{7}, Sequence{1}, At(2000), {offered}},
                         {TicketId{8}, Sequence{1}, At(2000), {ended}}};
  ASSERT_TRUE(harness_->store().Commit(batch));
  batch.entries = {{Sequence{2}, "", "", "input"}};
  batch.ticket_traces = {{TicketId{7}, Sequence{2}, At(3000), {ended}}};
  ASSERT_TRUE(harness_->store().Commit(batch));

  EXPECT_THAT(tickets().Offers(TicketId{7}).value(), ElementsAre(offered, ended));
  EXPECT_THAT(tickets().Offers(TicketId{8}).value(), ElementsAre(ended));
  EXPECT_THAT(tickets().Offers(TicketId{9}).value(), IsEmpty());
}

}  // namespace
}  // namespace jackfield
