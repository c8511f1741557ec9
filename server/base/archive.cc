#include "server/base/archive.h"

namespace jackfield {
namespace {

constexpr unsigned kVarintBits = 7;
constexpr std::uint64_t kMore = 0x80;
constexpr unsigned kShiftMax = 63;

}  // namespace

void ArchiveWriter::PutVarint(std::uint64_t value) {
  while (value >= kMore) {
    bytes_.push_back(static_cast<char>(value | kMore));
    value >>= kVarintBits;
  }
  bytes_.push_back(static_cast<char>(value));
}

std::uint64_t ArchiveReader::GetVarint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; ok_ && shift <= kShiftMax; shift += kVarintBits) {
    if (rest_.empty()) break;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & (kMore - 1)) << shift;
    if ((byte & kMore) == 0) return value;
  }
  ok_ = false;
  return 0;
}

std::uint64_t ArchiveReader::GetCount() {
  const std::uint64_t count = GetVarint();
  if (count > rest_.size()) ok_ = false;
  return ok_ ? count : 0;
}

void ArchiveReader::Get(std::string& text) {
  const std::uint64_t size = GetCount();
  text.assign(rest_.substr(0, size));
  rest_.remove_prefix(size);
}

}  // namespace jackfield
