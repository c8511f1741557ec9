-- A snapshot is written in parts, one transaction each, so that commits go on meanwhile. It counts
-- when its row stands in `snapshot`, which comes last; parts without one are left of a write that
-- was cut off.

CREATE TABLE snapshot_part (
  snapshot INTEGER NOT NULL,
  number INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (snapshot, number)
) STRICT;
INSERT INTO snapshot_part (snapshot, number, bytes) SELECT sequence, 0, state FROM snapshot;
ALTER TABLE snapshot DROP COLUMN state;
