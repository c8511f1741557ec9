-- What explains calls, for a week.

-- What each commit adds to the trace of a call: an archive of steps. The id of a call grows with
-- time, so that what is old stands together.
CREATE TABLE call_trace (
  call_id INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  steps BLOB NOT NULL,
  PRIMARY KEY (call_id, sequence, at_ms)
) STRICT, WITHOUT ROWID;

-- Under which id of its source a traced call began.
CREATE TABLE traced_call (
  call_id INTEGER PRIMARY KEY,
  source_call BLOB NOT NULL
) STRICT;
CREATE INDEX traced_call_by_source ON traced_call (source_call, call_id);

-- Events of calls that were not, or no longer, known.
CREATE TABLE stray_trace (
  source_call BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  steps BLOB NOT NULL,
  PRIMARY KEY (source_call, sequence, at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX stray_trace_by_time ON stray_trace (at_ms);
