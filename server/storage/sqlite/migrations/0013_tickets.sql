-- Tickets, their histories, and what they are found by.

-- `due_at_ms`: the earliest of the clocks that run to a limit. `breached`: one of the clocks has
-- run out. Both follow from `clocks`.
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  subject_key INTEGER NOT NULL,
  subject BLOB NOT NULL,
  type INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  state INTEGER NOT NULL,
  owner TEXT NOT NULL,
  owner_display_name TEXT NOT NULL,
  queue TEXT NOT NULL,
  queue_display_name TEXT NOT NULL,
  skills BLOB NOT NULL,
  tags BLOB NOT NULL,
  customer_id INTEGER NOT NULL,
  value_tier INTEGER NOT NULL,
  interactions BLOB NOT NULL,
  links BLOB NOT NULL,
  merged_into INTEGER NOT NULL,
  watchers BLOB NOT NULL,
  severity INTEGER NOT NULL,
  cause TEXT NOT NULL,
  promise_key INTEGER NOT NULL,
  promise BLOB NOT NULL,
  compensation_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  satisfaction INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  first_response_at_ms INTEGER,
  resolved_at_ms INTEGER,
  closed_at_ms INTEGER,
  reminder_at_ms INTEGER,
  clocks BLOB NOT NULL,
  due_at_ms INTEGER,
  breached INTEGER NOT NULL,
  with_supervisors INTEGER NOT NULL,
  reference_count INTEGER NOT NULL,
  entry_count INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_by_creation ON ticket (created_at_ms, id);
CREATE INDEX ticket_by_update ON ticket (updated_at_ms, id);
CREATE INDEX ticket_by_priority ON ticket (priority, created_at_ms, id);
CREATE INDEX ticket_by_due ON ticket (due_at_ms, id) WHERE due_at_ms IS NOT NULL;
CREATE INDEX ticket_by_customer ON ticket (customer_id, state) WHERE customer_id <> 0;
CREATE INDEX ticket_by_owner ON ticket (owner, state) WHERE owner <> '';
CREATE INDEX ticket_by_queue ON ticket (queue, state) WHERE queue <> '';
CREATE INDEX ticket_live ON ticket (state) WHERE state <> 5;
CREATE INDEX ticket_breached ON ticket (created_at_ms, id) WHERE breached <> 0;

CREATE TABLE ticket_entry (
  ticket_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  what INTEGER NOT NULL,
  who TEXT NOT NULL,
  text_key INTEGER NOT NULL,
  text BLOB NOT NULL,
  reference_key INTEGER NOT NULL,
  reference BLOB NOT NULL,
  visibility INTEGER NOT NULL,
  value_before TEXT NOT NULL,
  value_after TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, number)
) STRICT, WITHOUT ROWID;

-- Tags (kind 1), watchers (kind 2) and interactions (kind 3) of tickets: what lists are filtered
-- by. Of interactions also those that the ticket's row has no room for.
CREATE TABLE ticket_mark (
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  ticket_id INTEGER NOT NULL,
  PRIMARY KEY (kind, value, ticket_id)
) STRICT, WITHOUT ROWID;

-- Words of subjects and comments in the clear, with a space around each Chinese character; rowid is
-- the ticket's id times 65536 plus the number of the entry, 0 for the subject.
CREATE VIRTUAL TABLE ticket_words USING fts5 (
  words, tokenize = 'unicode61 remove_diacritics 2', columnsize = 0, prefix = '2 3'
);

-- The key that the text of the words is sealed with: with it the words must go, too.
CREATE TABLE ticket_words_key (
  words_id INTEGER PRIMARY KEY,
  text_key INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_words_by_key ON ticket_words_key (text_key) WHERE text_key <> 0;

-- Texts of which the words do not stand there yet, or no longer as they are.
CREATE TABLE ticket_words_due (
  words_id INTEGER PRIMARY KEY
) STRICT;

-- Whether an integration may read and write them.
ALTER TABLE token ADD COLUMN tickets_allowed INTEGER NOT NULL DEFAULT 0;

-- Whether an integration may show them on agents' desks.
ALTER TABLE token ADD COLUMN desk_shows_allowed INTEGER NOT NULL DEFAULT 0;
