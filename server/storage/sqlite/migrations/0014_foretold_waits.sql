-- Callers who went elsewhere by their queue's rule, and what was foretold of waits beside what they
-- became.
ALTER TABLE queue_interval ADD COLUMN overflowed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN foretold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN foretold_p50 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN foretold_p90 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN wait_foretold_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN wait_of_foretold_ms INTEGER NOT NULL DEFAULT 0;
