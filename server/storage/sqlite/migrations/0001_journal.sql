-- The journal, the events it has seen, snapshots of the exchange, and the keys of persons.

CREATE TABLE journal (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  source TEXT NOT NULL,
  event_id TEXT NOT NULL,
  input BLOB NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;

-- Outlives the journal entry, so that a source may repeat an event for longer than that is kept.
CREATE TABLE seen_event (
  event_key BLOB PRIMARY KEY,
  sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_event_by_sequence ON seen_event (sequence);

CREATE TABLE snapshot (
  sequence INTEGER PRIMARY KEY,
  state BLOB NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;

-- AUTOINCREMENT: the id of a dropped key must never name another one.
CREATE TABLE subject_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject BLOB NOT NULL,
  key BLOB NOT NULL
) STRICT;
CREATE INDEX subject_key_by_subject ON subject_key (subject);

-- Random keys of this installation.
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
