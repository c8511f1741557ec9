-- Events are remembered by what they are called, no longer by a hash of it, so that those of one
-- time stand together. What the journal no longer holds is forgotten earlier than it would be.
DELETE FROM seen_event;
INSERT OR IGNORE INTO seen_event (event_key, sequence, at_ms)
SELECT CAST(source || char(10) || event_id AS BLOB), sequence, at_ms
FROM journal WHERE event_id <> '';
