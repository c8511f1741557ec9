#include "server/storage/sqlite/write_gate.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

// Writers that queue at a gate while it is taken, and the order in which they got through.
class Queue {
 public:
  explicit Queue(WriteGate& gate) : gate_(gate) {}

  void Add(Urgency urgency, const std::string& name) {
    threads_.emplace_back([this, urgency, name] {
      const WriteTurn turn(gate_, urgency);
      order_.push_back(name);  // One at a time: G1.
    });
    while (gate_.waiting() < threads_.size()) std::this_thread::yield();
  }
  std::vector<std::string> Finish() {
    for (std::thread& thread : threads_) thread.join();
    return order_;
  }

 private:
  WriteGate& gate_;
  std::vector<std::thread> threads_;
  std::vector<std::string> order_;
};

// G2.
TEST(WriteGateTest, ALiveWriterGoesBeforeABulkWriterThatCameFirst) {
  WriteGate gate;
  Queue queue(gate);
  gate.Enter(Urgency::kBulk);
  queue.Add(Urgency::kBulk, "bulk");
  queue.Add(Urgency::kLive, "live");

  gate.Leave();

  EXPECT_THAT(queue.Finish(), testing::ElementsAre("live", "bulk"));
}

// G3.
TEST(WriteGateTest, ABulkWriterWaitsForNoMoreThanSoManyLiveTurns) {
  WriteGate gate;
  Queue queue(gate);
  gate.Enter(Urgency::kBulk);
  queue.Add(Urgency::kBulk, "bulk");
  for (int i = 0; i < WriteGate::kLiveInARowMax + 2; ++i) queue.Add(Urgency::kLive, "live");

  gate.Leave();

  EXPECT_EQ(queue.Finish().at(WriteGate::kLiveInARowMax), "bulk");
}

TEST(WriteGateTest, WhoOnlyTriesEntersWhereNobodyIsIn) {
  WriteGate gate;
  ASSERT_TRUE(gate.TryEnter());
  EXPECT_FALSE(gate.TryEnter());

  gate.Leave();

  EXPECT_TRUE(gate.TryEnter());
}

TEST(WriteGateTest, WhoIsInKnowsWhoWaits) {
  WriteGate gate;
  Queue queue(gate);
  {
    const WriteTurn turn(gate, Urgency::kBulk);
    queue.Add(Urgency::kBulk, "bulk");
    EXPECT_FALSE(gate.waits(Urgency::kLive));
    EXPECT_TRUE(gate.waits(Urgency::kBulk));
    queue.Add(Urgency::kLive, "live");
    EXPECT_TRUE(gate.waits(Urgency::kLive));
  }
  queue.Finish();

  EXPECT_FALSE(gate.waits(Urgency::kLive));
  EXPECT_FALSE(gate.waits(Urgency::kBulk));
}

}  // namespace
}  // namespace jackfield::sqlite
