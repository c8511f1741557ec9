-- Results, directions and dispositions, which lists of interactions are filtered by.

-- CallResult; of calls that were logged before, as it is reckoned of new ones.
ALTER TABLE interaction ADD COLUMN result INTEGER NOT NULL DEFAULT 0;
UPDATE interaction SET result = CASE
  WHEN end_cause = 0 THEN 0
  WHEN agent <> '' THEN 1
  WHEN end_cause IN (2, 3) THEN 5
  ELSE coalesce(
    (SELECT CASE outcome WHEN 0 THEN 3 WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 7 THEN 5 ELSE 6 END
     FROM interaction_leg WHERE interaction_leg.call_id = interaction.call_id
     ORDER BY position DESC LIMIT 1), 3)
END;
CREATE INDEX interaction_by_direction ON interaction (direction, started_at_ms, call_id);
CREATE INDEX interaction_by_result ON interaction (result, started_at_ms, call_id);

-- Dispositions (kind 3) stand among what lists are filtered by.
INSERT OR IGNORE INTO interaction_participant (kind, name, started_at_ms, call_id)
SELECT 3, interaction_after_call.disposition, interaction.started_at_ms, interaction.call_id
FROM interaction_after_call JOIN interaction USING (call_id)
WHERE interaction_after_call.disposition <> '';
