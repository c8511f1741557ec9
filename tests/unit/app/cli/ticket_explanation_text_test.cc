#include "server/app/cli/ticket_explanation_text.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using Step = v1::TicketExplanationStep;

constexpr std::int64_t kBegin = 1'767'603'600;  // 2026-01-05 09:00:00 UTC.

void AddStep(v1::TicketExplanation& explanation, Step::Kind kind, int seconds,
             const std::string& text) {
  Step& step = *explanation.add_steps();
  step.set_kind(kind);
  step.mutable_time()->set_seconds(kBegin + seconds);
  step.set_text(text);
}

TEST(TicketExplanationTextTest, TheVerdictComesFirstThenHowItStandsThenTheTimeline) {
  v1::TicketExplanation explanation;
  explanation.set_verdict("It has waited in sales for 2 min: nobody of 1 can have it now.");
  explanation.mutable_ticket()->set_number(17);
  explanation.mutable_ticket()->set_subject("late parcel");
  explanation.mutable_ticket()->set_state(v1::Ticket::STATE_NEW);
  explanation.mutable_ticket()->set_queue("queues/sales");
  v1::WorkWait& wait = *explanation.mutable_wait();
  wait.mutable_start_time()->set_seconds(kBegin);
  wait.set_priority(100);
  wait.set_ahead_count(3);
  wait.set_offer_count(1);
  v1::SkillRequirement& skill = *wait.add_skills();
  skill.set_skill("english");
  skill.set_level_min(50);
  wait.add_asked_queues("queues/sales");
  wait.set_kept_for("agents/ben");
  wait.add_candidates()->set_text("ana is not ready");
  wait.set_candidate_count(2);
  v1::TicketClockExplanation& clock = *explanation.add_clocks();
  clock.set_kind(v1::TicketClock::KIND_RESOLUTION);
  clock.set_text("resolution: 8 h of all hours; it runs");
  AddStep(explanation, Step::KIND_CHANGED, 0, "chief created it");
  AddStep(explanation, Step::KIND_OFFERED, 1, "Offered to ana");

  EXPECT_THAT(WriteExplanation(explanation),
              ElementsAre("It has waited in sales for 2 min: nobody of 1 can have it now.",  //
                          "",                                                                //
                          "ticket    17",                                                    //
                          "subject   late parcel",                                           //
                          "state     new",                                                   //
                          "queue     sales",                                                 //
                          "waits     since 2026-01-05 09:00:00 UTC, with 3 before it",       //
                          "priority  100",                                                   //
                          "offers    1",                                                     //
                          "asked     english:50",                                            //
                          "kept for  ben",                                                   //
                          "clock     resolution: 8 h of all hours; it runs",                 //
                          "",                                                                //
                          "  ana is not ready",                                              //
                          "  and 1 more agents",                                             //
                          "",                                                                //
                          "  2026-01-05 09:00:00  changed    chief created it",              //
                          "  2026-01-05 09:00:01  offered    Offered to ana"));
}

TEST(TicketExplanationTextTest, AClockThatRanOutIsMarked) {
  v1::TicketExplanation explanation;
  v1::TicketClock& clock = *explanation.mutable_ticket()->add_clocks();
  clock.set_kind(v1::TicketClock::KIND_RESOLUTION);
  clock.set_state(v1::TicketClock::STATE_BREACHED);
  explanation.add_clocks()->set_kind(v1::TicketClock::KIND_RESOLUTION);
  explanation.mutable_clocks(0)->set_text("resolution: 8 h");

  EXPECT_THAT(WriteExplanation(explanation), Contains("! clock   resolution: 8 h"));
}

TEST(TicketExplanationTextTest, QueuesThatAreAskedBesidesAreNamed) {
  v1::TicketExplanation explanation;
  explanation.mutable_wait()->add_asked_queues("queues/sales");
  explanation.mutable_wait()->add_asked_queues("queues/billing");

  EXPECT_THAT(WriteExplanation(explanation), Contains("asked     of the queues sales, billing"));
}

}  // namespace
}  // namespace jackfield::cli
