-- What was foretold of each wait beside the wait; NULL: nothing was. And for how many of those who
-- came, gave up or went elsewhere a wait had been foretold.
ALTER TABLE interaction_leg ADD COLUMN foretold_p50_ms INTEGER;
ALTER TABLE interaction_leg ADD COLUMN foretold_p90_ms INTEGER;
ALTER TABLE queue_interval ADD COLUMN foretold_offered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN foretold_abandoned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_interval ADD COLUMN foretold_overflowed INTEGER NOT NULL DEFAULT 0;
