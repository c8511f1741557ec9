#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/port_harness.h"

// What services rely on, whatever holds the log (server/ports/interactions.h).
namespace jackfield {
namespace {

using exchange::PersonalText;
using testing::ElementsAre;
using testing::IsEmpty;

WallTime At(std::int64_t milliseconds) { return WallTime{Duration{milliseconds}}; }

InteractionRow RowOf(std::uint64_t call, std::int64_t started_ms) {
  InteractionRow row;
  row.call = CallId{call};
  row.name = "call" + std::to_string(call);
  row.source = "pbx";
  row.started = At(started_ms);
  return row;
}

InteractionRow WholeRow() {
  InteractionRow row = RowOf(7, 1000);
  row.switch_id = "1700000000.7";
  row.direction = exchange::Direction::kInbound;
  row.origin = exchange::Origin::kSeen;
  row.caller.presentation = exchange::Presentation::kPresented;
  row.caller.number = PersonalText(3, "sealed number");
  row.caller.name = PersonalText(3, "sealed name");
  row.caller.e164 = PersonalText(3, "sealed e164");
  row.caller.match = exchange::Match::kExact;
  row.caller.candidates = {CustomerId{4}, CustomerId{5}};
  row.caller.candidate_count = 9;
  row.dialled = PersonalText(3, std::string("\0binary", 7));
  row.attached = {{"account", PersonalText(3, "sealed account")}};
  row.ended = At(61000);
  row.end = exchange::CallEnd::kCleared;
  row.parent = CallId{6};
  row.talk = Duration{30000};
  row.hold = Duration{2000};
  row.agent = "ana";
  row.queue = "sales";
  row.legs = {{"sales", At(2000), Duration{8000}, LegOutcome::kAnswered, "ana", Duration{30000},
               Duration{2000}, true, Duration{5000}, Duration{16000}}};
  row.offers = {{OfferId{11}, 1, "ben", "sales", At(2500), Duration{4000},
                 exchange::OfferState::kNoAnswer, "", std::nullopt, false},
                {OfferId{12}, 2, "ana", "sales", At(7000), Duration{3000},
                 exchange::OfferState::kAnswered, "ana", At(7100), true}};
  row.after = {{"ana", "sold", PersonalText(3, "sealed note"), At(70000)}};
  row.result = CallResult::kAnswered;
  return row;
}

// Thread safety: none; one per test.
class InteractionsContractTest : public testing::TestWithParam<Kind<DirectoryHarness>> {
 protected:
  Interactions& interactions() { return harness_->interactions(); }

  void Commit(const std::vector<InteractionRow>& rows) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    batch.interactions = rows;
    ASSERT_TRUE(harness_->store().Commit(batch));
  }

  std::vector<std::string> Listed(const InteractionFilter& filter) {
    std::vector<std::string> names;
    const auto page = interactions().List(filter, 100, "");
    EXPECT_TRUE(page);
    for (const InteractionRow& row : page.value().interactions) names.push_back(row.name);
    return names;
  }

  std::unique_ptr<DirectoryHarness> harness_ = GetParam().make();
  std::uint64_t last_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Logs, InteractionsContractTest,
                         testing::Values(Kind<DirectoryHarness>{"Sqlite", &MakeSqliteDirectory}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(InteractionsContractTest, ACommittedRowReadsBackWhole) {
  const InteractionRow row = WholeRow();
  Commit({row});

  const InteractionRow read = interactions().GetByName("call7").value();

  EXPECT_EQ(read.call, row.call);
  EXPECT_EQ(read.source, "pbx");
  EXPECT_EQ(read.switch_id, row.switch_id);
  EXPECT_EQ(read.direction, row.direction);
  EXPECT_EQ(read.origin, row.origin);
  EXPECT_EQ(read.caller, row.caller);
  EXPECT_EQ(read.dialled, row.dialled);
  EXPECT_EQ(read.attached, row.attached);
  EXPECT_EQ(read.started, row.started);
  EXPECT_EQ(read.ended, row.ended);
  EXPECT_EQ(read.end, row.end);
  EXPECT_EQ(read.parent, row.parent);
  EXPECT_EQ(read.talk, row.talk);
  EXPECT_EQ(read.hold, row.hold);
  EXPECT_EQ(read.agent, "ana");
  EXPECT_EQ(read.queue, "sales");
  EXPECT_EQ(read.result, CallResult::kAnswered);
}

TEST_P(InteractionsContractTest, ThePartsOfACommittedRowReadBackWhole) {
  Commit({WholeRow()});

  const InteractionRow read = interactions().GetByName("call7").value();

  ASSERT_EQ(read.legs.size(), 1U);
  EXPECT_EQ(read.legs[0].queue, "sales");
  EXPECT_EQ(read.legs[0].waited, Duration{8000});
  EXPECT_EQ(read.legs[0].outcome, LegOutcome::kAnswered);
  EXPECT_TRUE(read.legs[0].transferred);
  EXPECT_EQ(read.legs[0].foretold_p50, Duration{5000});
  EXPECT_EQ(read.legs[0].foretold_p90, Duration{16000});
  ASSERT_EQ(read.offers.size(), 2U);
  EXPECT_EQ(read.offers[0].state, exchange::OfferState::kNoAnswer);
  EXPECT_EQ(read.offers[0].shown, std::nullopt);
  EXPECT_EQ(read.offers[1].id, OfferId{12});
  EXPECT_EQ(read.offers[1].shown, At(7100));
  EXPECT_TRUE(read.offers[1].desk_present);
  ASSERT_EQ(read.after.size(), 1U);
  EXPECT_EQ(read.after[0].disposition, "sold");
  EXPECT_EQ(read.after[0].note, PersonalText(3, "sealed note"));
  EXPECT_EQ(read.after[0].done, At(70000));
}

TEST_P(InteractionsContractTest, ARowWrittenAgainReplacesItsParts) {
  InteractionRow row = WholeRow();
  Commit({row});
  row.offers.pop_back();
  row.offers[0].state = exchange::OfferState::kCancelled;
  row.after.clear();

  Commit({row});

  const InteractionRow read = interactions().GetByName("call7").value();
  ASSERT_EQ(read.offers.size(), 1U);
  EXPECT_EQ(read.offers[0].state, exchange::OfferState::kCancelled);
  EXPECT_THAT(read.after, IsEmpty());
}

TEST_P(InteractionsContractTest, AStayOfWhichNothingWasForetoldReadsBackWithoutABand) {
  InteractionRow row = WholeRow();
  row.legs[0].foretold_p50.reset();
  row.legs[0].foretold_p90.reset();
  Commit({row});

  const InteractionRow read = interactions().GetByName("call7").value();

  EXPECT_EQ(read.legs[0].foretold_p50, std::nullopt);
  EXPECT_EQ(read.legs[0].foretold_p90, std::nullopt);
}

TEST_P(InteractionsContractTest, AnUnknownNameIsNotFound) {
  EXPECT_EQ(interactions().GetByName("none").error().reason, "INTERACTION_NOT_FOUND");
}

TEST_P(InteractionsContractTest, ListsAreNewestFirst) {
  Commit({RowOf(1, 1000), RowOf(2, 3000), RowOf(3, 2000), RowOf(4, 2000)});

  EXPECT_THAT(Listed({}), ElementsAre("call2", "call4", "call3", "call1"));
}

TEST_P(InteractionsContractTest, EachFilterRefusesWhatDoesNotFit) {
  InteractionRow sold = RowOf(1, 1000);
  sold.caller.customer = CustomerId{5};
  sold.legs = {
      {"sales", At(1000), Duration{0}, LegOutcome::kAnswered, "ana", {}, {}, false, {}, {}}};
  sold.ended = At(1500);
  InteractionRow live = RowOf(2, 2000);
  live.queue = "support";
  live.agent = "ben";
  live.source = "web";
  Commit({sold, live});
  InteractionFilter filter;

  filter.customer = CustomerId{5};
  EXPECT_THAT(Listed(filter), ElementsAre("call1"));
  filter = {};
  filter.agent = "ana";
  EXPECT_THAT(Listed(filter), ElementsAre("call1"));
  filter = {};
  filter.queue = "support";
  EXPECT_THAT(Listed(filter), ElementsAre("call2"));
  filter.agent = "ana";
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter = {};
  filter.source = "web";
  EXPECT_THAT(Listed(filter), ElementsAre("call2"));
  filter = {};
  filter.live_only = true;
  EXPECT_THAT(Listed(filter), ElementsAre("call2"));
}

TEST_P(InteractionsContractTest, OutcomesFilterAloneAndTogetherPageByPage) {
  InteractionRow sold = RowOf(1, 1000);
  sold.direction = exchange::Direction::kInbound;
  sold.result = CallResult::kAnswered;
  sold.after = {{"ana", "sold", {}, At(1500)}};
  InteractionRow missed = RowOf(2, 2000);
  missed.direction = exchange::Direction::kInbound;
  missed.result = CallResult::kAbandoned;
  InteractionRow outbound = RowOf(3, 3000);
  outbound.direction = exchange::Direction::kOutbound;
  outbound.result = CallResult::kAnswered;
  Commit({sold, missed, outbound});
  InteractionFilter inbound;
  inbound.direction = exchange::Direction::kInbound;
  InteractionFilter answered;
  answered.results = {CallResult::kAnswered};
  InteractionFilter either = answered;
  either.results.push_back(CallResult::kAbandoned);
  InteractionFilter both = answered;
  both.direction = exchange::Direction::kInbound;
  InteractionFilter sales;
  sales.disposition = "sold";

  EXPECT_THAT(Listed(inbound), ElementsAre("call2", "call1"));
  EXPECT_THAT(Listed(answered), ElementsAre("call3", "call1"));
  EXPECT_THAT(Listed(either), ElementsAre("call3", "call2", "call1"));
  EXPECT_THAT(Listed(both), ElementsAre("call1"));
  EXPECT_THAT(Listed(sales), ElementsAre("call1"));

  const InteractionPage first = interactions().List(answered, 1, "").value();
  const InteractionPage second = interactions().List(answered, 1, first.next_page_token).value();
  EXPECT_EQ(first.interactions.at(0).name, "call3");
  EXPECT_EQ(second.interactions.at(0).name, "call1");
  EXPECT_EQ(second.next_page_token, "");
  EXPECT_EQ(interactions().List(inbound, 1, first.next_page_token).error().reason,
            "PAGE_TOKEN_INVALID");
}

TEST_P(InteractionsContractTest, ADispositionThatWasReplacedIsNotFoundAnyMore) {
  InteractionRow row = RowOf(1, 1000);
  row.after = {{"ana", "sold", {}, At(1500)}};
  Commit({row});
  row.after[0].disposition = "callback";
  Commit({row});
  InteractionFilter sold;
  sold.disposition = "sold";
  InteractionFilter callback;
  callback.disposition = "callback";

  EXPECT_THAT(Listed(sold), IsEmpty());
  EXPECT_THAT(Listed(callback), ElementsAre("call1"));
}

TEST_P(InteractionsContractTest, TheTimeRangeIncludesItsBeginningAndExcludesItsEnd) {
  Commit({RowOf(1, 1000), RowOf(2, 2000), RowOf(3, 3000)});
  InteractionFilter filter;
  filter.from = At(1000);
  filter.until = At(3000);

  EXPECT_THAT(Listed(filter), ElementsAre("call2", "call1"));
}

TEST_P(InteractionsContractTest, PagesListEverythingOnceAlsoWhileNewOnesCome) {
  Commit({RowOf(1, 1000), RowOf(2, 1000), RowOf(3, 1000)});

  const InteractionPage first = interactions().List({}, 2, "").value();
  Commit({RowOf(4, 5000)});
  const InteractionPage second = interactions().List({}, 2, first.next_page_token).value();

  ASSERT_EQ(first.interactions.size(), 2U);
  EXPECT_EQ(first.interactions[1].name, "call2");
  ASSERT_EQ(second.interactions.size(), 1U);
  EXPECT_EQ(second.interactions[0].name, "call1");
  EXPECT_EQ(second.next_page_token, "");
}

TEST_P(InteractionsContractTest, APageTokenOfAnotherFilterIsRefused) {
  Commit({RowOf(1, 1000), RowOf(2, 2000)});
  const std::string token = interactions().List({}, 1, "").value().next_page_token;
  InteractionFilter other;
  other.source = "pbx";

  EXPECT_EQ(interactions().List(other, 1, token).error().reason, "PAGE_TOKEN_INVALID");
  EXPECT_EQ(interactions().List({}, 1, "forged").error().reason, "PAGE_TOKEN_INVALID");
}

TEST_P(InteractionsContractTest, ACallSavedAgainIsFoundByWhatChanged) {
  InteractionRow row = RowOf(1, 1000);
  Commit({row});
  row.agent = "ana";  // Nothing that a list is led by.
  Commit({row});
  EXPECT_EQ(interactions().GetByName("call1").value().agent, "ana");
  InteractionFilter live;
  live.live_only = true;
  EXPECT_EQ(interactions().List(live, 5, "").value().interactions.size(), 1U);

  row.ended = At(61000);
  row.result = CallResult::kAnswered;
  row.caller.customer = CustomerId{5};
  Commit({row});

  EXPECT_THAT(interactions().List(live, 5, "").value().interactions, IsEmpty());
  InteractionFilter answered;
  answered.results = {CallResult::kAnswered};
  EXPECT_EQ(interactions().List(answered, 5, "").value().interactions.size(), 1U);
  EXPECT_EQ(interactions().Recent(CustomerId{5}, 5).value().size(), 1U);
}

TEST_P(InteractionsContractTest, RecentGivesTheNewestOfACustomerWithOutcomesAndNoOtherParts) {
  InteractionRow old = RowOf(1, 1000);
  old.caller.customer = CustomerId{5};
  InteractionRow other = RowOf(2, 2000);
  InteractionRow recent = WholeRow();
  recent.caller.customer = CustomerId{5};
  recent.started = At(3000);
  Commit({old, other, recent});

  const auto rows = interactions().Recent(CustomerId{5}, 1).value();

  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].name, "call7");
  EXPECT_THAT(rows[0].legs, IsEmpty());
  ASSERT_EQ(rows[0].after.size(), 1U);
  EXPECT_EQ(rows[0].after[0].disposition, "sold");
  EXPECT_THAT(interactions().Recent(CustomerId{}, 5).value(), IsEmpty());
}

TEST_P(InteractionsContractTest, IntervalFiguresReadBackInOrder) {
  exchange::QueueCounters queue;
  queue.offered = 5;
  queue.refused_empty = 2;
  queue.wait_max = Duration{7};
  queue.after_call_work = Duration{9};
  queue.overflowed = 10;
  queue.foretold = 11;
  queue.foretold_p50 = 12;
  queue.foretold_p90 = 13;
  queue.wait_foretold = Duration{14};
  queue.wait_of_foretold = Duration{15};
  queue.foretold_offered = 16;
  queue.foretold_abandoned = 17;
  queue.foretold_overflowed = 18;
  exchange::AgentCounters agent;
  agent.offers = 3;
  agent.logged_on = Duration{4};
  CommitBatch batch;
  batch.entries = {{Sequence{1}, "", "", "input"}};
  batch.queue_intervals = {{"support", At(0), queue},
                           {"sales", At(900'000), {}},
                           {"sales", At(0), {}},
                           {"sales", At(1'800'000), {}}};
  batch.agent_intervals = {{"ana", "sales", At(0), agent}, {"ana", "", At(0), {}}};
  ASSERT_TRUE(harness_->store().Commit(batch));

  const auto queues = interactions().QueueIntervals(At(0), At(1'800'000)).value();
  const auto agents = interactions().AgentIntervals(At(0), At(1)).value();

  ASSERT_EQ(queues.size(), 3U);
  EXPECT_EQ(queues[0].queue, "sales");
  EXPECT_EQ(queues[1].interval, At(900'000));
  EXPECT_EQ(queues[2].counters, queue);
  ASSERT_EQ(agents.size(), 2U);
  EXPECT_EQ(agents[0].queue, "");
  EXPECT_EQ(agents[1].counters, agent);
}

TEST_P(InteractionsContractTest, CallsOfANumberAreListedNewestFirstWhateverFormTheyCameIn) {
  std::vector<InteractionRow> rows;
  for (std::uint64_t call = 1; call <= 5; ++call) {
    rows.push_back(RowOf(call, static_cast<std::int64_t>(call)));
    rows.back().caller.number_key = call % 2 == 0 ? "even" : "odd";
  }
  rows[4].caller.number_key = "another";
  Commit(rows);
  InteractionFilter filter;
  filter.number_keys = {"odd", "even"};

  EXPECT_THAT(Listed(filter), ElementsAre("call4", "call3", "call2", "call1"));
  const auto first = interactions().List(filter, 3, "").value();
  const auto second = interactions().List(filter, 3, first.next_page_token).value();
  ASSERT_EQ(second.interactions.size(), 1U);
  EXPECT_EQ(second.interactions[0].name, "call1");
  filter.number_keys = {"nobody's"};
  EXPECT_THAT(Listed(filter), IsEmpty());
}

TEST_P(InteractionsContractTest, ContactsNameWhoTalkedAndTheQueuesNewestFirst) {
  InteractionRow talked = WholeRow();
  talked.caller.customer = CustomerId{5};
  InteractionRow later = RowOf(8, 2000);
  later.caller.customer = CustomerId{5};
  later.queue = "support";
  InteractionRow other = RowOf(9, 3000);
  other.caller.customer = CustomerId{6};
  Commit({talked, later, other});

  EXPECT_THAT(interactions().Contacts(CustomerId{5}, 20).value(),
              ElementsAre(Contact{At(2000), "", "support"}, Contact{At(1000), "ana", "sales"}));
  EXPECT_THAT(interactions().Contacts(CustomerId{5}, 1).value(),
              ElementsAre(Contact{At(2000), "", "support"}));
  EXPECT_THAT(interactions().Contacts(CustomerId{7}, 20).value(), IsEmpty());
}

}  // namespace
}  // namespace jackfield
