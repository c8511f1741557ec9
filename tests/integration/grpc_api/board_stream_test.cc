#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/board_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::BoardClient;

class BoardStreamTest : public testing::Test {
 protected:
  BoardStreamTest() { site_.Apply(ApiSite::SmallCentre()); }

  static auto Waiting(std::size_t count) {
    return [count](const cli::BoardModel& board) { return board.waiting().size() == count; };
  }

  static auto Link(v1::BoardSource::State state) {
    return [state](const cli::BoardModel& board) {
      const auto pbx = board.sources().find("sources/pbx");
      return pbx != board.sources().end() && pbx->second.state() == state;
    };
  }
  static auto Stale(bool stale) {
    return [stale](const cli::BoardModel& board) {
      return board.queues().at("queues/sales").stale() == stale;
    };
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::string supervisor_ = site_.SignIn("supervisor");
};

TEST_F(BoardStreamTest, AStreamThatWasCutGoesOnWithoutAGapAndWithoutASnapshot) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_.Wait("c2", "+4930901821"));
  BoardClient first(site_, supervisor_);
  first.Await(Waiting(2));
  first.AwaitComplete();
  first.Cut();
  ASSERT_TRUE(pbx_.End("c1"));
  ASSERT_TRUE(pbx_.Wait("c3", "+4930901822"));

  BoardClient second(site_, supervisor_, first.board());
  second.Await([](const cli::BoardModel& board) {
    return board.queues().at("queues/sales").day_counts().offered_count() == 3;
  });
  // A call that was held from before the cut is taken out, too.
  ASSERT_TRUE(pbx_.End("c2"));
  second.Await(Waiting(1));

  EXPECT_EQ(second.snapshots(), 0);
  EXPECT_EQ(second.board().queues().at("queues/sales").waiting_count(), 1);
  BoardClient fresh(site_, supervisor_);
  fresh.AwaitComplete();
  ASSERT_EQ(fresh.board().waiting().size(), 1U);
  EXPECT_EQ(fresh.board().waiting().begin()->first, second.board().waiting().begin()->first);
}

TEST_F(BoardStreamTest, AfterANewConfigurationAStreamBeginsWithASnapshot) {
  BoardClient first(site_, supervisor_);
  first.AwaitComplete();
  first.Cut();
  v1::Configuration other = ApiSite::SmallCentre();
  other.mutable_queues(0)->set_display_name("Sales and more");
  site_.Apply(other);

  BoardClient second(site_, supervisor_, first.board());
  second.Await([](const cli::BoardModel& board) {
    return board.queues().at("queues/sales").queue().display_name() == "Sales and more";
  });

  EXPECT_EQ(second.snapshots(), 1);
}

// A stream of the telephone system, as far as the link goes.
class SwitchStream {
 public:
  explicit SwitchStream(ApiSite& site)
      : context_(ApiSite::StreamContext(site.TokenOf("pbx"))),
        stub_(v1::TelephonyService::NewStub(site.Connect())),
        stream_(stub_->StreamCallEvents(context_.get())) {
    v1::StreamCallEventsRequest hello;
    hello.mutable_hello();
    stream_->Write(hello);
    stream_->Read(&ready_);
  }

  void Break() { context_->TryCancel(); }
  grpc::Status SayAll() {
    stream_->WritesDone();
    while (stream_->Read(&ready_)) continue;
    return stream_->Finish();
  }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<v1::TelephonyService::Stub> stub_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>>
      stream_;
  v1::StreamCallEventsResponse ready_;
};

TEST_F(BoardStreamTest, AQueueIsStaleFromTheBreakOfTheStreamToTheNextEvent) {
  BoardClient board(site_, supervisor_);
  SwitchStream stream(site_);
  board.Await(Link(v1::BoardSource::STATE_UP));
  stream.Break();
  board.Await(Link(v1::BoardSource::STATE_DOWN));
  board.Await(Stale(true));

  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  board.Await(Link(v1::BoardSource::STATE_UNSPECIFIED));
  board.Await(Stale(false));

  SwitchStream next(site_);
  board.Await(Link(v1::BoardSource::STATE_UP));
}

TEST_F(BoardStreamTest, AStreamThatTheClientEndsLeavesNoQueueStale) {
  BoardClient board(site_, supervisor_);
  SwitchStream stream(site_);
  board.Await(Link(v1::BoardSource::STATE_UP));
  const grpc::Status end = stream.SayAll();
  board.Await(Link(v1::BoardSource::STATE_UNSPECIFIED));

  EXPECT_TRUE(end.ok()) << end.error_message();
  EXPECT_FALSE(board.board().queues().at("queues/sales").stale());
}

// A board that is not read holds up itself alone.
TEST_F(BoardStreamTest, AReaderThatIsSlowSlowsNobody) {
  BoardClient slow(site_, supervisor_);  // Reads nothing.
  BoardClient quick(site_, supervisor_);
  quick.AwaitComplete();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(pbx_.Wait("c" + std::to_string(i), "+4930901820"));
  }

  quick.Await(Waiting(100));
  EXPECT_EQ(quick.board().waiting().size(), 100U);

  slow.Await(Waiting(100));
  EXPECT_EQ(slow.board().waiting().size(), 100U);
}

}  // namespace
}  // namespace jackfield::grpc_api
