-- Questions to the list of tickets that people keep by name. `question`: as the API writes it.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  shared INTEGER NOT NULL,
  display_name TEXT NOT NULL,
  question BLOB NOT NULL,
  revision INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX saved_view_private ON saved_view (owner, display_name) WHERE shared = 0;
CREATE UNIQUE INDEX saved_view_shared ON saved_view (display_name) WHERE shared = 1;
