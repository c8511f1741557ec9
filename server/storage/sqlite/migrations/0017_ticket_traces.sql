-- What explains the offers of tickets: what each commit adds, an archive of steps.
CREATE TABLE ticket_trace (
  ticket_id INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  steps BLOB NOT NULL,
  PRIMARY KEY (ticket_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_trace_by_time ON ticket_trace (at_ms);
