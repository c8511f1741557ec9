#include "server/grpc_api/ticket_explanation_mapping.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;
using exchange::AgentStanding;
using exchange::TicketEntryKind;
using exchange::TicketState;
using testing::ElementsAre;
using testing::StartsWith;
using Step = v1::TicketExplanationStep;

WallTime At(std::int64_t seconds) { return WallTime{Duration{seconds * 1'000}}; }

TicketRecord Record(TicketState state) {
  TicketRecord record;
  record.row.ticket = TicketId{7};
  record.row.queue = "sales";
  record.row.state = state;
  return record;
}

TicketEntryRow Entry(std::uint32_t number, TicketEntryKind what, const std::string& who,
                     const std::string& after, std::int64_t seconds) {
  TicketEntryRow entry;
  entry.number = number;
  entry.what = what;
  entry.who = who;
  entry.after = after;
  entry.at = At(seconds);
  return entry;
}

ReservationTraceStep Offer(ReservationTraceKind kind, const std::string& agent,
                           std::int64_t seconds) {
  ReservationTraceStep step;
  step.kind = kind;
  step.agent = agent;
  step.at = At(seconds);
  step.sequence = Sequence{40};
  return step;
}

ReservationTraceStep Accepted(const std::string& agent, std::int64_t seconds) {
  ReservationTraceStep step = Offer(ReservationTraceKind::kEnded, agent, seconds);
  step.end = exchange::ReservationEnd::kAccepted;
  return step;
}

exchange::WorkStanding Wait(std::vector<AgentStanding> agents) {
  exchange::WorkStanding wait;
  wait.queue = "sales";
  wait.entered = At(0);
  wait.queues = {"sales"};
  for (const AgentStanding& agent : agents) ++wait.counts[agent.obstacle];
  wait.agents = std::move(agents);
  return wait;
}

std::string VerdictOf(const TicketRecord& record) {
  return ToExplanation(record, At(120)).verdict();
}

std::vector<Step::Kind> KindsOf(const v1::TicketExplanation& explanation) {
  std::vector<Step::Kind> kinds;
  for (const Step& step : explanation.steps()) kinds.push_back(step.kind());
  return kinds;
}

TEST(TicketExplanationMappingTest, WhoHasItCameByItInOneOfThreeWays) {
  TicketRecord record = Record(TicketState::kOpen);
  record.row.owner = "ana";
  EXPECT_EQ(VerdictOf(record), "ana has it.");

  record.entries = {Entry(2, TicketEntryKind::kOwnerChanged, "chief", "ana", 10)};
  EXPECT_EQ(VerdictOf(record), "ana has it: chief gave it to ana.");
  record.entries = {Entry(2, TicketEntryKind::kOwnerChanged, "ana", "ana", 10)};
  EXPECT_EQ(VerdictOf(record), "ana has it, and took it by hand.");
  record.offers = {Accepted("ana", 10)};
  EXPECT_EQ(VerdictOf(record), "ana has it, and accepted an offer.");
  record.offers = {Accepted("ana", 5)};
  EXPECT_EQ(VerdictOf(record), "ana has it, and took it by hand.") << "that was before";
}

TEST(TicketExplanationMappingTest, WhyNobodyHasItIsCounted) {
  TicketRecord record = Record(TicketState::kNew);
  record.wait = Wait({{"ana", AgentObstacle::kSignedOff, {}},
                      {"ben", AgentObstacle::kSignedOff, {}},
                      {"chen", AgentObstacle::kSkill, {"english", 50}}});
  record.wait->skills = {{"english", 50}};

  EXPECT_EQ(VerdictOf(record),
            "It has waited in sales for 2 min: nobody of 3 can have it now (1 without the skills, "
            "2 not signed in). It asks for english:50.");
}

TEST(TicketExplanationMappingTest, WhoIsOutsideTheirWorkingHoursIsCountedSo) {
  TicketRecord record = Record(TicketState::kNew);
  record.wait = Wait({{"ana", AgentObstacle::kOffHours, {}}});

  EXPECT_EQ(VerdictOf(record),
            "It has waited in sales for 2 min: nobody of 1 can have it now (1 outside working "
            "hours).");
}

TEST(TicketExplanationMappingTest, AnOpenOfferIsTheAnswer) {
  TicketRecord record = Record(TicketState::kNew);
  record.wait = Wait({{"ana", AgentObstacle::kHasOffer, {}}});

  EXPECT_EQ(VerdictOf(record), "It has waited in sales for 2 min, and is offered to ana now.");
}

TEST(TicketExplanationMappingTest, WhatIsNotDistributedSaysSo) {
  TicketRecord record = Record(TicketState::kNew);
  record.wait = Wait({});
  EXPECT_THAT(VerdictOf(record), testing::EndsWith("no agent is a member of the queue."));

  record.wait.reset();
  record.row.queue.clear();
  EXPECT_THAT(VerdictOf(record), StartsWith("Nobody has it, and it is in no queue"));
  EXPECT_EQ(VerdictOf(Record(TicketState::kPending)),
            "It is pending, waits for the customer, and is offered to nobody.");
  record.row.owner = "ana";
  record.row.state = TicketState::kResolved;
  EXPECT_EQ(VerdictOf(record), "It is resolved; ana had it.");
  record.row.merged_into.ticket = TicketId{3};
  EXPECT_EQ(VerdictOf(record), "It became part of ticket 3.");
}

TEST(TicketExplanationMappingTest, ClocksThatRanOutAreInTheVerdict) {
  TicketRecord record = Record(TicketState::kResolved);
  record.policy = "gold";
  exchange::SlaClock& late = record.row.clocks[exchange::SlaGoal::kFirstResponse];
  late.goal = Duration{60'000};
  late.breached = true;
  record.row.clocks[exchange::SlaGoal::kNextResponse];  // It has no limit.

  const v1::TicketExplanation explanation = ToExplanation(record, At(120));

  EXPECT_EQ(explanation.verdict(), "It is resolved. The time of the first response ran out.");
  ASSERT_EQ(explanation.clocks_size(), 1);
  EXPECT_EQ(explanation.clocks(0).kind(), v1::TicketClock::KIND_FIRST_RESPONSE);
  EXPECT_EQ(explanation.clocks(0).policy(), "gold");
  EXPECT_THAT(explanation.clocks(0).text(), StartsWith("first response: 1 min of all hours"));
}

TEST(TicketExplanationMappingTest, HistoryAndOffersAreOneTimeline) {
  TicketRecord record = Record(TicketState::kOpen);
  record.entries = {Entry(1, TicketEntryKind::kCreated, "chief", "", 1),
                    Entry(2, TicketEntryKind::kOwnerChanged, "ana", "ana", 5),
                    Entry(3, TicketEntryKind::kStateChanged, "(timer)", "open", 6),
                    Entry(4, TicketEntryKind::kSlaWarned, "(sla)", "resolution", 7),
                    Entry(5, TicketEntryKind::kPriorityChanged, "(sla)", "high", 7)};
  record.offers = {Offer(ReservationTraceKind::kOffered, "ana", 1), Accepted("ana", 5)};

  const v1::TicketExplanation explanation = ToExplanation(record, At(120));

  EXPECT_THAT(
      KindsOf(explanation),
      ElementsAre(Step::KIND_CHANGED, Step::KIND_OFFERED, Step::KIND_OFFER_CLOSED,
                  Step::KIND_CHANGED, Step::KIND_RULE, Step::KIND_CLOCK, Step::KIND_ESCALATED));
  EXPECT_EQ(explanation.steps(0).entry_number(), 1);
  EXPECT_EQ(explanation.steps(1).agent(), "agents/ana");
  EXPECT_EQ(explanation.steps(1).journal_sequence(), 40);
  EXPECT_EQ(explanation.steps(1).entry_number(), 0);
}

TEST(TicketExplanationMappingTest, OfALongStoryTheOldestIsLeftOut) {
  TicketRecord record = Record(TicketState::kOpen);
  record.offers.assign(501, Offer(ReservationTraceKind::kOffered, "ana", 9));
  record.offers[0].at = At(1);

  const v1::TicketExplanation explanation = ToExplanation(record, At(120));

  EXPECT_EQ(explanation.steps_size(), 500);
  EXPECT_EQ(explanation.steps(0).time().seconds(), 9);
}

TEST(TicketExplanationMappingTest, TheWaitNamesWhoIsAskedAndForWhat) {
  TicketRecord record = Record(TicketState::kNew);
  record.wait = Wait({{"ana", AgentObstacle::kPassed, {}}});
  record.wait->priority = 350;
  record.wait->ahead = 4;
  record.wait->skills = {{"english", 50}};
  record.wait->kept_for = "ben";
  record.wait->offer_count = 2;

  const v1::WorkWait wait = ToExplanation(record, At(120)).wait();

  EXPECT_EQ(wait.queue(), "queues/sales");
  EXPECT_EQ(wait.priority(), 350);
  EXPECT_EQ(wait.ahead_count(), 4);
  EXPECT_EQ(wait.skills(0).skill(), "english");
  EXPECT_THAT(wait.asked_queues(), ElementsAre("queues/sales"));
  EXPECT_EQ(wait.kept_for(), "agents/ben");
  EXPECT_EQ(wait.offer_count(), 2);
  EXPECT_EQ(wait.candidates(0).agent(), "agents/ana");
  EXPECT_EQ(wait.candidates(0).obstacle(), v1::WorkCandidate::OBSTACLE_PASSED);
  EXPECT_EQ(wait.candidates(0).text(), "ana let it pass, and is not asked again yet");
  EXPECT_EQ(wait.candidate_count(), 1);
}

}  // namespace
}  // namespace jackfield::grpc_api
