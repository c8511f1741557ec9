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

// What an event is remembered by: source and event id, with a line feed between, which no source's
// name holds (intake/event_check.h). Not a hash. Why: most sources number their events, so that
// those of one time stand on one page; a hash costs each event a page of the log of its own.
std::string EventKey(std::string_view source, std::string_view event_id);

}  // namespace jackfield::sqlite
