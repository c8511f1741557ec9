-- What was learnt of who calls from a number, whose the calls of a number became, and what merges
-- of customers did.

-- `number_lookup`: keyed hash of the number, as `subject_key.subject` has it; empty: none is known.
-- `denied_id`: of whom an agent said that it is not them.
-- `claimed_by`: the customer who got the number after the call. The row itself is written again as
-- the exchange has it, which knows nobody.
ALTER TABLE interaction ADD COLUMN number_lookup BLOB NOT NULL DEFAULT x'';
ALTER TABLE interaction ADD COLUMN denied_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction ADD COLUMN claimed_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction ADD COLUMN owner_id INTEGER NOT NULL
  GENERATED ALWAYS AS (CASE customer_id WHEN 0 THEN claimed_by ELSE customer_id END) VIRTUAL;

-- Calls of nobody are sealed with the key of their number, whose subject is the hash.
UPDATE interaction SET number_lookup = coalesce(
  (SELECT subject FROM subject_key
   WHERE id = CASE e164_key WHEN 0 THEN number_key ELSE e164_key END), x'')
WHERE customer_id = 0 AND presentation <> 2 AND number <> x'';

DROP INDEX interaction_by_customer;
CREATE INDEX interaction_by_owner ON interaction (owner_id, started_at_ms, call_id)
  WHERE owner_id <> 0;
CREATE INDEX interaction_by_number ON interaction (number_lookup, started_at_ms, call_id)
  WHERE number_lookup <> x'';
CREATE INDEX interaction_of_nobody ON interaction (number_lookup)
  WHERE owner_id = 0 AND number_lookup <> x'';

-- What agents said of a number and a customer; `act` grows with each that is said of the number.
CREATE TABLE caller_choice (
  number_lookup BLOB NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  denied INTEGER NOT NULL,
  act INTEGER NOT NULL,
  PRIMARY KEY (number_lookup, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX caller_choice_by_customer ON caller_choice (customer_id);

-- Numbers whose earlier calls may have to become the customer's.
CREATE TABLE interaction_claim (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  number_lookup BLOB NOT NULL,
  PRIMARY KEY (customer_id, number_lookup)
) STRICT, WITHOUT ROWID;

-- What each merge did, for as long as it stands; `record` is a MergeRecord.
CREATE TABLE customer_merge (
  customer_id INTEGER PRIMARY KEY REFERENCES customer (id),
  target_id INTEGER NOT NULL REFERENCES customer (id),
  record BLOB NOT NULL
) STRICT;
CREATE INDEX customer_merge_by_target ON customer_merge (target_id);
