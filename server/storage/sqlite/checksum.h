#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/ports/store.h"

namespace jackfield::sqlite {

// Checksums of stored rows: they find what a disk or a cut log changed, not who did it. SipHash-2-4
// under a fixed key.
//
// Thread safety: pure functions.
std::uint64_t ChecksumOf(const JournalEntry& entry);
std::uint64_t ChecksumOf(const StoredSnapshot& snapshot);

// What an event is remembered by: 16 bytes of BLAKE2b over source and event id.
std::string EventKey(std::string_view source, std::string_view event_id);

}  // namespace jackfield::sqlite
