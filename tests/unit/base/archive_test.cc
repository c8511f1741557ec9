#include "server/base/archive.h"

#include <gtest/gtest.h>

#include "server/base/time.h"

namespace jackfield {
namespace {

struct Inner {
  std::string text;
  std::int64_t number = 0;

  JACKFIELD_FIELDS(text, number)
  bool operator==(const Inner&) const = default;
};

struct Outer {
  CallId call;
  Instant at{};
  std::optional<Duration> span;
  std::vector<Inner> inners;
  std::map<std::string, bool> flags;
  std::variant<std::monostate, Inner, std::set<std::uint32_t>> choice;

  JACKFIELD_FIELDS(call, at, span, inners, flags, choice)
  bool operator==(const Outer&) const = default;
};

// What an older program knew of Outer.
struct OlderOuter {
  CallId call;
  Instant at{};

  JACKFIELD_FIELDS(call, at)
};

Outer Sample() {
  return Outer{CallId{300},
               Instant{Duration{-5}},
               Duration{15'000},
               {{"Zoë", -1}, {"", 9'000'000'000}},
               {{"hold", true}, {"vip", false}},
               std::set<std::uint32_t>{1, 128, 70'000}};
}

TEST(ArchiveTest, ValueReadBackEqualsTheValueWritten) {
  const Result<Outer> read = FromArchive<Outer>(ToArchive(Sample()));

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, Sample());
}

TEST(ArchiveTest, FieldsThatAnOlderProgramDidNotWriteKeepTheirDefaults) {
  const Result<Outer> read =
      FromArchive<Outer>(ToArchive(OlderOuter{CallId{7}, Instant{Duration{8}}}));

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, (Outer{CallId{7}, Instant{Duration{8}}, {}, {}, {}, {}}));
}

TEST(ArchiveTest, FieldsOfANewerProgramAreRefused) {
  EXPECT_EQ(FromArchive<OlderOuter>(ToArchive(Sample())).error().code, ErrorCode::kDataLoss);
}

TEST(ArchiveTest, EveryTruncationIsRefused) {
  const std::string bytes = ToArchive(Sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(FromArchive<Outer>(bytes.substr(0, size))) << "cut at " << size;
  }
}

TEST(ArchiveTest, ALengthBeyondTheInputIsRefusedWithoutAllocatingIt) {
  ArchiveWriter writer;
  writer.Put(std::uint64_t{1} << 60);

  EXPECT_FALSE(FromArchive<std::string>(writer.Take()));
}

}  // namespace
}  // namespace jackfield
