#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/base/archive.h"
#include "server/engine/engine_core.h"
#include "tests/support/desk_witness.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/fake_store.h"

// The way of tickets through the engine: command, journal, rows, receipt.
namespace jackfield::engine {
namespace {

using exchange::PersonalText;
using exchange::TicketEntryKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class EngineCoreTicketsTest : public testing::Test {
 protected:
  EngineCoreTicketsTest() {
    Restart();
    core_->Add({fakes::SmallCentre(), nullptr});
    EXPECT_TRUE(core_->Advance().has_value());
  }

  void Restart() {
    core_.reset();
    auto recovered = EngineCore::Recover({store_, clock_, random_, metrics_});
    ASSERT_TRUE(recovered.has_value());
    core_ = std::move(*recovered);
  }

  void Add(exchange::TicketCommand command) {
    core_->Add({std::move(command), [this](const Result<Outcome>& outcome) {
                  if (outcome) receipts_.push_back(outcome->ticket);
                  if (!outcome) refusals_.push_back(outcome.error().reason);
                }});
  }
  void Create(const std::string& subject) {
    exchange::CreateTicket command;
    command.actor = "ana";
    command.subject = PersonalText(3, subject);
    command.queue = "sales";
    Add(command);
  }
  void Comment(TicketId ticket) {
    exchange::AddComment command;
    command.actor = "ana";
    command.ticket = ticket;
    command.text = PersonalText(3, "sealed comment");
    Add(command);
  }
  void Advance() { ASSERT_TRUE(core_->Advance().has_value()); }

  fakes::FakeStore store_;
  fakes::FakeClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  std::unique_ptr<EngineCore> core_;
  std::vector<TicketReceipt> receipts_;
  std::vector<std::string> refusals_;
};

TEST_F(EngineCoreTicketsTest, ANewTicketIsToldWhenItIsOnTheDisk) {
  Create("sealed subject");
  EXPECT_THAT(receipts_, IsEmpty());

  Advance();

  ASSERT_THAT(receipts_, SizeIs(1));
  EXPECT_EQ(receipts_[0].ticket, TicketId{1});
  EXPECT_EQ(receipts_[0].name.size(), 32U);
  EXPECT_EQ(receipts_[0].revision, 1U);
  EXPECT_EQ(receipts_[0].entries, 1U);
  ASSERT_THAT(store_.tickets(), SizeIs(1));
  EXPECT_EQ(store_.tickets()[0].name, receipts_[0].name);
  EXPECT_EQ(store_.tickets()[0].subject, PersonalText(3, "sealed subject"));
  EXPECT_EQ(store_.tickets()[0].queue, "sales");
  ASSERT_THAT(store_.ticket_entries(), SizeIs(1));
  EXPECT_EQ(store_.ticket_entries()[0].what, TicketEntryKind::kCreated);
}

TEST_F(EngineCoreTicketsTest, CommandsOfOneBatchAreToldTheRevisionAfterEach) {
  Create("one");
  Comment(TicketId{1});
  Create("two");

  Advance();

  ASSERT_THAT(receipts_, SizeIs(3));
  EXPECT_EQ(receipts_[1].ticket, TicketId{1});
  EXPECT_GT(receipts_[1].revision, receipts_[0].revision);
  EXPECT_EQ(receipts_[2].ticket, TicketId{2});
  EXPECT_NE(receipts_[2].name, receipts_[0].name);
  EXPECT_EQ(store_.commits(), 2U);
  ASSERT_THAT(store_.tickets(), SizeIs(2));
  EXPECT_EQ(store_.tickets()[0].revision, receipts_[1].revision);
  EXPECT_EQ(store_.tickets()[0].entries, receipts_[1].entries);
}

TEST_F(EngineCoreTicketsTest, ARefusedCommandIsToldWhyAndChangesNothing) {
  Comment(TicketId{9});

  Advance();

  EXPECT_THAT(refusals_, ElementsAre("TICKET_NOT_FOUND"));
  EXPECT_THAT(store_.journal(), SizeIs(1));
  EXPECT_THAT(store_.tickets(), IsEmpty());
}

TEST_F(EngineCoreTicketsTest, BoardsAreToldTheLoadOfTicketsBeforeAndAfterARestart) {
  const auto board = std::make_shared<fakes::BoardWitness>();
  core_->WatchBoard(0, board);
  Create("one");
  Create("two");
  exchange::TakeTicket take;
  take.actor = "ana";
  take.ticket = TicketId{2};
  Add(take);
  Advance();
  Restart();
  const auto after = std::make_shared<fakes::BoardWitness>();
  core_->WatchBoard(0, after);

  const exchange::QueueTicketLoad load{
      .open = 2, .waiting = 1, .longest_waiting_since = clock_.WallNow()};
  ASSERT_THAT(board->updates, SizeIs(2));
  ASSERT_THAT(board->updates[1].queues, SizeIs(1));
  EXPECT_EQ(board->updates[1].queues[0].tickets, load);
  ASSERT_THAT(board->updates[1].agents, SizeIs(1));
  EXPECT_EQ(board->updates[1].agents[0].tickets.load.held, 1U);
  EXPECT_EQ(after->updates[0].queues[0].tickets, load);
  EXPECT_EQ(after->updates[0].agents[0].tickets.load.held, 1U);
}

TEST_F(EngineCoreTicketsTest, TheJournalGivesTheTicketsBack) {
  Create("one");
  Advance();
  const exchange::State before = core_->exchange().state();

  Restart();

  EXPECT_EQ(core_->exchange().state().tickets, before.tickets);
  Comment(TicketId{1});
  Advance();
  ASSERT_THAT(receipts_, SizeIs(2));
  EXPECT_EQ(receipts_[1].name, receipts_[0].name);
  EXPECT_GT(receipts_[1].revision, receipts_[0].revision);
}

TEST_F(EngineCoreTicketsTest, ACommandWhoseCommitFailedIsToldWhenTheCommitSucceeds) {
  Create("one");
  store_.SetFailing(Error{ErrorCode::kUnavailable, "disk"});
  EXPECT_FALSE(core_->Advance().has_value());
  EXPECT_THAT(receipts_, IsEmpty());

  store_.SetFailing(std::nullopt);
  Advance();

  EXPECT_THAT(receipts_, SizeIs(1));
  EXPECT_THAT(store_.tickets(), SizeIs(1));
}

// R6.
TEST_F(EngineCoreTicketsTest, WhileNothingIsSavedCommandsForTicketsAreRefused) {
  const Error full{ErrorCode::kResourceExhausted, "the disk is full", "STORE_FULL"};
  Create("one");
  store_.SetFailing(full);
  ASSERT_FALSE(core_->Advance().has_value());
  core_->GoOnUnsaved(full);
  Create("two");
  Comment(TicketId{1});

  Advance();

  EXPECT_THAT(receipts_, IsEmpty());
  EXPECT_THAT(refusals_, ElementsAre("CHANGE_NOT_SAVED", "STORE_FULL", "STORE_FULL"));
  EXPECT_EQ(core_->exchange().state().tickets.size(), 1U);
  store_.SetFailing(std::nullopt);
  ASSERT_TRUE(core_->SaveUnsaved().has_value());
  EXPECT_THAT(store_.tickets(), SizeIs(1));
}

// A call that ends, a desk and a timer may make a ticket, too.
TEST_F(EngineCoreTicketsTest, EachEntryHasNamesOfItsOwnForWhatItMakes) {
  core_->Add({fakes::BecomesReady("ana"), nullptr});
  core_->Add({fakes::BecomesReady("ben"), nullptr});
  Advance();

  const std::vector<JournalEntry> journal = store_.journal();
  ASSERT_THAT(journal, SizeIs(3));
  const auto first = FromArchive<exchange::Input>(journal[1].input).value();
  const auto second = FromArchive<exchange::Input>(journal[2].input).value();

  EXPECT_NE(first.names, exchange::NameSeed{});
  EXPECT_NE(second.names, exchange::NameSeed{});
  EXPECT_NE(first.names, second.names);
}

}  // namespace
}  // namespace jackfield::engine
