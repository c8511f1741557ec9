-- The directory of customers.

CREATE TABLE customer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  company TEXT NOT NULL,
  role TEXT NOT NULL,
  tier TEXT NOT NULL,
  flags BLOB NOT NULL,
  language TEXT NOT NULL,
  country TEXT NOT NULL,
  pinned_note TEXT NOT NULL,
  preferred_agent TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  merged_into INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into <> 0;

-- `digits_reversed`: of the longest known form, so that the last digits of a number find it.
CREATE TABLE customer_number (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  position INTEGER NOT NULL,
  raw TEXT NOT NULL,
  e164 TEXT NOT NULL,
  national_digits TEXT NOT NULL,
  extension TEXT NOT NULL,
  kind TEXT NOT NULL,
  digits_reversed TEXT NOT NULL,
  PRIMARY KEY (customer_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_number_by_e164 ON customer_number (e164) WHERE e164 <> '';
CREATE INDEX customer_number_by_national_digits ON customer_number (national_digits)
  WHERE national_digits <> '';
CREATE INDEX customer_number_by_extension ON customer_number (extension) WHERE extension <> '';
CREATE INDEX customer_number_by_last_digits ON customer_number (digits_reversed)
  WHERE digits_reversed <> '';

-- `alias`: came with a record that was merged into this one, which has another id of the system.
CREATE TABLE customer_external_id (
  system TEXT NOT NULL,
  external_id TEXT NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  alias INTEGER NOT NULL,
  PRIMARY KEY (system, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_external_id_by_customer ON customer_external_id (customer_id);

-- Names and companies, with a space around each Chinese character; rowid is customer.id.
CREATE VIRTUAL TABLE customer_words USING fts5 (
  words, tokenize = 'unicode61 remove_diacritics 2', columnsize = 0, prefix = '2 3'
);
