-- Alerts about tickets. Of figures: 0 and empty.

ALTER TABLE alert ADD COLUMN ticket INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN ticket_name TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN ticket_cause INTEGER NOT NULL DEFAULT 0;
