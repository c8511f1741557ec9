#pragma once

#include <string_view>

// The names of the API's figures, with their meaning.
namespace jackfield::figures {

// Unary calls that ended: method=DeskService/GetDesk,code=0.
inline constexpr std::string_view kApiCallsTotal = "jackfield_api_calls_total";
// Calls that were turned away before any work: reason=CREDENTIALS_MISSING and so on.
inline constexpr std::string_view kApiRefusedTotal = "jackfield_api_refused_total";
// Events of publishers that were rejected: source=cloud,reason=EVENT_INVALID and so on.
inline constexpr std::string_view kEventsRejectedTotal = "jackfield_events_rejected_total";
// Rows of imports that were dealt with; of these, those that were rejected.
inline constexpr std::string_view kImportRowsTotal = "jackfield_import_rows_total";
inline constexpr std::string_view kImportRowsRejectedTotal = "jackfield_import_rows_rejected_total";
// Streams that are open: kind=desk, board or telephony.
inline constexpr std::string_view kStreamClients = "jackfield_stream_clients";
// Round trips, as clients measured them.
inline constexpr std::string_view kClientRttSeconds = "jackfield_client_rtt_seconds";
// Streams whose reader fell behind and got a snapshot instead: kind.
inline constexpr std::string_view kStreamResyncTotal = "jackfield_stream_resync_total";
// Streams that ended because their reader was too slow: kind.
inline constexpr std::string_view kStreamDroppedTotal = "jackfield_stream_dropped_total";
// Cards built for pops: result=cached, built, or partial, when a look-up failed.
inline constexpr std::string_view kPopCardsTotal = "jackfield_pop_cards_total";

}  // namespace jackfield::figures
