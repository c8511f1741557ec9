#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// Which seeds a simulation runs, and what it says of them. By the environment:
//   JACKFIELD_SEED=7        that one alone
//   JACKFIELD_SEEDS=100000  so many, from 0 on, instead of 2,048; at least one
namespace jackfield::sim {

// The seeds are shared out over so many tests, which ctest runs side by side. So do several
// processes, each with GoogleTest's GTEST_TOTAL_SHARDS and a GTEST_SHARD_INDEX of its own.
inline constexpr std::uint64_t kShares = 8;

// So many run in a share where the environment says nothing.
inline constexpr std::uint64_t kSeedsOfShare = 256;

// Runs `simulate` with each seed of the share, which is below kShares. It returns what went wrong,
// "" where nothing did: that fails the running test, under the name of the seed. A share ends with
// its third failure. A long one tells of its progress on the standard output. Throws what
// ParseNumber() throws where the environment gives no such number. Returns how many seeds it ran.
//
// Thread safety: none; of the thread that runs the tests.
std::uint64_t RunShare(std::uint64_t share,
                       const std::function<std::string(std::uint64_t)>& simulate);

// The whole text as a number of decimal digits, which is not below `least`. Throws
// std::invalid_argument, whose text names the variable of the environment, what it holds, and what
// it may hold.
//
// Thread safety: pure function.
std::uint64_t ParseNumber(std::string_view variable, std::string_view text, std::uint64_t least);

}  // namespace jackfield::sim
