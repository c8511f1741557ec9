-- The log of interactions, and the figures of intervals.

CREATE TABLE interaction (
  call_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  switch_id TEXT NOT NULL,
  direction INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  presentation INTEGER NOT NULL,
  number_key INTEGER NOT NULL,
  number BLOB NOT NULL,
  caller_name_key INTEGER NOT NULL,
  caller_name BLOB NOT NULL,
  e164_key INTEGER NOT NULL,
  e164 BLOB NOT NULL,
  match INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  candidates BLOB NOT NULL,
  candidate_count INTEGER NOT NULL,
  dialled_key INTEGER NOT NULL,
  dialled BLOB NOT NULL,
  attached BLOB NOT NULL,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  end_cause INTEGER NOT NULL,
  parent_id INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  agent TEXT NOT NULL,
  queue TEXT NOT NULL
) STRICT;
CREATE INDEX interaction_by_start ON interaction (started_at_ms, call_id);
CREATE INDEX interaction_by_customer ON interaction (customer_id, started_at_ms, call_id)
  WHERE customer_id <> 0;
CREATE INDEX interaction_by_source ON interaction (source, started_at_ms, call_id);
CREATE INDEX interaction_live ON interaction (started_at_ms, call_id) WHERE ended_at_ms IS NULL;

CREATE TABLE interaction_leg (
  call_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  queue TEXT NOT NULL,
  entered_at_ms INTEGER NOT NULL,
  waited_ms INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  agent TEXT NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  transferred INTEGER NOT NULL,
  PRIMARY KEY (call_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE interaction_offer (
  call_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  offer_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  agent TEXT NOT NULL,
  queue TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  rang_ms INTEGER NOT NULL,
  state INTEGER NOT NULL,
  answered_by TEXT NOT NULL,
  shown_at_ms INTEGER,
  desk_present INTEGER NOT NULL,
  PRIMARY KEY (call_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE interaction_after_call (
  call_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  agent TEXT NOT NULL,
  disposition TEXT NOT NULL,
  note_key INTEGER NOT NULL,
  note BLOB NOT NULL,
  done_at_ms INTEGER,
  PRIMARY KEY (call_id, position)
) STRICT, WITHOUT ROWID;

-- Which agents (kind 1) talked and which queues (kind 2) held a call: what lists are filtered by.
CREATE TABLE interaction_participant (
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  call_id INTEGER NOT NULL,
  PRIMARY KEY (kind, name, started_at_ms, call_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_interval (
  queue TEXT NOT NULL,
  interval_at_ms INTEGER NOT NULL,
  offered INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  answered_within INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  abandoned_within INTEGER NOT NULL,
  abandoned_short INTEGER NOT NULL,
  timed_out INTEGER NOT NULL,
  exit_key INTEGER NOT NULL,
  exit_empty INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  lost INTEGER NOT NULL,
  refused_full INTEGER NOT NULL,
  refused_empty INTEGER NOT NULL,
  passed_threshold INTEGER NOT NULL,
  transferred_out INTEGER NOT NULL,
  ring_no_answers INTEGER NOT NULL,
  completed INTEGER NOT NULL,
  wait_answered_ms INTEGER NOT NULL,
  wait_abandoned_ms INTEGER NOT NULL,
  wait_max_ms INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  after_call_work_ms INTEGER NOT NULL,
  PRIMARY KEY (queue, interval_at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_interval_by_time ON queue_interval (interval_at_ms);

CREATE TABLE agent_interval (
  agent TEXT NOT NULL,
  queue TEXT NOT NULL,
  interval_at_ms INTEGER NOT NULL,
  offers INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  ring_no_answers INTEGER NOT NULL,
  pauses INTEGER NOT NULL,
  transferred_out INTEGER NOT NULL,
  completed INTEGER NOT NULL,
  ringing_ms INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  after_call_work_ms INTEGER NOT NULL,
  ready_ms INTEGER NOT NULL,
  not_ready_ms INTEGER NOT NULL,
  logged_on_ms INTEGER NOT NULL,
  PRIMARY KEY (agent, queue, interval_at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_interval_by_time ON agent_interval (interval_at_ms);
