-- Alerts of queues, those that are raised and those that were cleared of late. Limits and values in
-- millionths of the figure's unit.

CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  queue_display_name TEXT NOT NULL,
  figure INTEGER NOT NULL,
  limit_millionths INTEGER NOT NULL,
  raise_after_ms INTEGER NOT NULL,
  clear_after_ms INTEGER NOT NULL,
  raised_value_millionths INTEGER NOT NULL,
  raised_at_ms INTEGER NOT NULL,
  cleared_at_ms INTEGER,
  acknowledged_at_ms INTEGER,
  acknowledged_by TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_raised ON alert (id) WHERE cleared_at_ms IS NULL;
CREATE INDEX alert_by_clearing ON alert (cleared_at_ms) WHERE cleared_at_ms IS NOT NULL;
