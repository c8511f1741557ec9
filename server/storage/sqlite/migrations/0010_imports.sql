-- What imports that may go on have done, and what customers who may be the same are found by.

CREATE TABLE import_progress (
  actor TEXT NOT NULL,
  import_id TEXT NOT NULL,
  done_line INTEGER NOT NULL,
  counts BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (actor, import_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_progress_by_time ON import_progress (at_ms);

CREATE TABLE import_refused_row (
  actor TEXT NOT NULL,
  import_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  row BLOB NOT NULL,
  PRIMARY KEY (actor, import_id, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_email_by_address ON customer_email (address COLLATE NOCASE);

-- NameAndCompanyKey() of customers that have both.
CREATE TABLE customer_alike (
  key INTEGER NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  PRIMARY KEY (key, customer_id)
) STRICT, WITHOUT ROWID;
INSERT INTO customer_alike (key, customer_id)
SELECT name_and_company_key(display_name, company) AS key, id FROM customer WHERE key <> 0;
