#include <memory>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/engine/desk_hub.h"
#include "tests/support/desk_witness.h"
#include "tests/support/sample_state.h"

// What desks are told of commands: what became of them, and which may be asked for.
namespace jackfield::engine {
namespace {

using exchange::CommandEnded;
using exchange::CommandKind;
using exchange::CommandOutcome;
using exchange::SourceChanged;
using fakes::DeskWitness;
using fakes::kAna;
using fakes::kBen;
using fakes::kPbx;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr CallId kCall{7};

class DeskHubCommandsTest : public testing::Test {
 protected:
  DeskHubCommandsTest() {
    for (const AgentId agent : {kAna, kBen}) state_.agents[agent].devices = {"PJSIP/1001"};
    hub_.Watch(state_, kAna, 0, ana_);
    hub_.Watch(state_, kBen, 0, ben_);
  }

  void Deliver(const exchange::Effects& effects) {
    ++state_.last.value;
    BatchChanges changes;
    changes.Add(effects, state_);
    CallViews views(state_, changes);
    hub_.Deliver(state_, changes, views);
  }
  void RingAtAna() {
    exchange::Call& call = fakes::AddWaitingCall(state_, kCall, 0);
    fakes::AddOffer(state_, kCall, kAna, 5);
    state_.sources[kPbx].calls[call.switch_id] = kCall;
  }
  void Can(const std::set<CommandKind>& kinds) {
    state_.sources[kPbx].capabilities = kinds;
    Deliver({SourceChanged{kPbx}});
  }

  exchange::State state_ = fakes::SampleState();
  DeskHub hub_{state_};
  std::shared_ptr<DeskWitness> ana_ = std::make_shared<DeskWitness>();
  std::shared_ptr<DeskWitness> ben_ = std::make_shared<DeskWitness>();
};

TEST_F(DeskHubCommandsTest, WhoGaveACommandIsToldWhatBecameOfIt) {
  Deliver({CommandEnded{CommandId{9}, kAna, CommandOutcome::kRefused, "CHANNEL_GONE",
                        CommandKind::kHold}});

  ASSERT_THAT(ana_->All<CommandEndedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<CommandEndedView>()[0].command, CommandId{9});
  EXPECT_EQ(ana_->All<CommandEndedView>()[0].kind, CommandKind::kHold);
  EXPECT_EQ(ana_->All<CommandEndedView>()[0].outcome, CommandOutcome::kRefused);
  EXPECT_EQ(ana_->All<CommandEndedView>()[0].reason, "CHANNEL_GONE");
  EXPECT_THAT(ben_->All<CommandEndedView>(), IsEmpty());
}

TEST_F(DeskHubCommandsTest, WhatTheRoutingCommandedForAnAgentIsNotToldAsTheirs) {
  Deliver({CommandEnded{CommandId{9}, kAna, CommandOutcome::kUnknown, "", CommandKind::kRoute}});

  EXPECT_THAT(ana_->All<CommandEndedView>(), IsEmpty());
}

TEST_F(DeskHubCommandsTest, ARingIsToldAnewWhenItsSourceCanDoMoreOrLess) {
  RingAtAna();

  Can({CommandKind::kDecline});
  state_.sources[kPbx].linked = false;
  Deliver({SourceChanged{kPbx}});

  ASSERT_THAT(ana_->All<PopUpdatedView>(), SizeIs(2));
  EXPECT_THAT(ana_->All<PopUpdatedView>()[0].pop.call->can, ElementsAre(CommandKind::kDecline));
  EXPECT_THAT(ana_->All<PopUpdatedView>()[1].pop.call->can, IsEmpty());
  EXPECT_THAT(ben_->All<PopUpdatedView>(), IsEmpty());
}

TEST_F(DeskHubCommandsTest, AnAnsweredCallIsToldAnewOnceForEachChangeOfItsSource) {
  RingAtAna();
  fakes::AnswerCall(state_, kCall, kAna, 9);

  Can({CommandKind::kHold});
  Deliver({SourceChanged{kPbx}});
  state_.sources[kPbx].capabilities = {};
  Deliver({SourceChanged{kPbx}, exchange::CallChanged{kCall}});

  ASSERT_THAT(ana_->All<DeskCallView>(), SizeIs(2));
  EXPECT_THAT(ana_->All<DeskCallView>()[0].call->can, ElementsAre(CommandKind::kHold));
  EXPECT_THAT(ana_->All<DeskCallView>()[1].call->can, IsEmpty());
}

TEST_F(DeskHubCommandsTest, AllWhoMayDialAreToldWhenTheyMayAndWhenNotAnyMore) {
  Can({CommandKind::kDial});
  Can({CommandKind::kDial, CommandKind::kHold});
  Can({CommandKind::kHold});

  for (const auto& desk : {ana_, ben_}) {
    ASSERT_THAT(desk->All<AllowedCommandsView>(), SizeIs(2));
    EXPECT_THAT(desk->All<AllowedCommandsView>()[0].commands, ElementsAre(CommandKind::kDial));
    EXPECT_THAT(desk->All<AllowedCommandsView>()[1].commands, IsEmpty());
  }
}

}  // namespace
}  // namespace jackfield::engine
