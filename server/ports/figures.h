#pragma once

#include <string_view>

// The names of figures, with their meaning.
namespace jackfield::figures {

// The engine's.
inline constexpr std::string_view kCommitSeconds = "jackfield_commit_seconds";  // Of one batch.
inline constexpr std::string_view kJournalEntriesTotal = "jackfield_journal_entries_total";
// Events whose (source, id) stood in the journal already.
inline constexpr std::string_view kEventsRepeatedTotal = "jackfield_events_repeated_total";
inline constexpr std::string_view kCommandsRefusedTotal = "jackfield_commands_refused_total";
// Steps that the store did not do: step=commit, snapshot, trace, trim, trim_requests, claim or
// index_tickets.
inline constexpr std::string_view kStoreFailuresTotal = "jackfield_store_failures_total";
// What the exchange noted: kind=unmapped_device, stub, ignored or limit.
inline constexpr std::string_view kNotesTotal = "jackfield_notes_total";
// While the store cannot commit: entries that are kept in memory, and inputs that were refused.
inline constexpr std::string_view kUnsavedEntries = "jackfield_unsaved_entries";
inline constexpr std::string_view kUnsavedRefusedTotal = "jackfield_unsaved_refused_total";
// 1 while the store cannot commit and calls are shown from memory; else 0.
inline constexpr std::string_view kStoreDegraded = "jackfield_store_degraded";
// Alerts of queues: how many are raised, and what became of them: state=raised, acknowledged or
// cleared.
inline constexpr std::string_view kAlertsRaised = "jackfield_alerts_raised";
inline constexpr std::string_view kAlertChangesTotal = "jackfield_alert_changes_total";
// Inputs that wait for the engine; those it turned away because too many did.
inline constexpr std::string_view kMailboxInputs = "jackfield_mailbox_inputs";
inline constexpr std::string_view kMailboxRefusedTotal = "jackfield_mailbox_refused_total";

// The store's.
inline constexpr std::string_view kWalBytes = "jackfield_wal_bytes";  // Of the write-ahead log.
inline constexpr std::string_view kDiskFreeBytes = "jackfield_disk_free_bytes";  // For the server.
inline constexpr std::string_view kDbQueueDepth = "jackfield_db_queue_depth";  // Writes that wait.
// Times that the log grew, or the disk filled, beyond what is well: kind=wal or disk.
inline constexpr std::string_view kStoreWarningsTotal = "jackfield_store_warnings_total";
// Times that reads were cut off because they kept the log from being emptied.
inline constexpr std::string_view kReadsInterruptedTotal = "jackfield_reads_interrupted_total";

// The API's certificate: when it expires, in seconds since 1970; times that a changed one could not
// be used.
inline constexpr std::string_view kCertificateExpiry = "jackfield_certificate_expiry_seconds";
inline constexpr std::string_view kCertificateFailuresTotal =
    "jackfield_certificate_failures_total";

// Intake's.
inline constexpr std::string_view kIntakeEvents = "jackfield_intake_events";  // That wait.
// Events not taken: reason=full, invalid, closed or vault.
inline constexpr std::string_view kIntakeRefusedTotal = "jackfield_intake_refused_total";
// Callers looked up: match=none, exact, other_format, extension_stripped, withheld or failed.
inline constexpr std::string_view kCallersIdentifiedTotal = "jackfield_callers_identified_total";

}  // namespace jackfield::figures
