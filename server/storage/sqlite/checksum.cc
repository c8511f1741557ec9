#include "server/storage/sqlite/checksum.h"

#include <sodium.h>

#include "server/base/archive.h"

namespace jackfield::sqlite {
namespace {

constexpr unsigned char kKey[crypto_shorthash_KEYBYTES] = {'j', 'a', 'c', 'k', 'f', 'i', 'e', 'l',
                                                           'd', ' ', 'c', 'h', 'e', 'c', 'k', '1'};

std::uint64_t ChecksumOf(std::string_view bytes) {
  unsigned char out[crypto_shorthash_BYTES];
  crypto_shorthash(out, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kKey);
  std::uint64_t checksum = 0;
  for (const unsigned char byte : out) checksum = (checksum << 8U) | byte;
  return checksum;
}

}  // namespace

std::uint64_t ChecksumOf(const JournalEntry& entry) {
  ArchiveWriter writer;
  writer.Put(entry.sequence);
  writer.Put(entry.source);
  writer.Put(entry.event_id);
  writer.Put(entry.input);
  return ChecksumOf(writer.Take());
}

std::uint64_t ChecksumOf(const StoredSnapshot& snapshot) {
  ArchiveWriter writer;
  writer.Put(snapshot.sequence);
  writer.Put(snapshot.state);
  return ChecksumOf(writer.Take());
}

std::string EventKey(std::string_view source, std::string_view event_id) {
  std::string key(source);
  key += '\n';
  key += event_id;
  return key;
}

}  // namespace jackfield::sqlite
