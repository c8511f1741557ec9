-- Callbacks: who is to be called, and the attempts to reach them.

-- `end`: why it is over, 0: it is not. `attempts`: an archive.
CREATE TABLE callback (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  number_key INTEGER NOT NULL,
  number BLOB NOT NULL,
  customer_id INTEGER NOT NULL,
  value_tier INTEGER NOT NULL,
  queue TEXT NOT NULL,
  queue_display_name TEXT NOT NULL,
  state INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  note_key INTEGER NOT NULL,
  note BLOB NOT NULL,
  list TEXT NOT NULL,
  call TEXT NOT NULL,
  ticket TEXT NOT NULL,
  preferred TEXT NOT NULL,
  agent TEXT NOT NULL,
  wait_start_at_ms INTEGER NOT NULL,
  earliest_at_ms INTEGER,
  next_attempt_at_ms INTEGER,
  lease_until_at_ms INTEGER,
  attempts BLOB NOT NULL,
  held INTEGER NOT NULL,
  end INTEGER NOT NULL,
  ended_by TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX callback_by_creation ON callback (created_at_ms, id);
CREATE INDEX callback_live ON callback (created_at_ms, id) WHERE end = 0;
CREATE INDEX callback_by_customer ON callback (customer_id) WHERE customer_id <> 0;
