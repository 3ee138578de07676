-- Who took an attempt out of the count: a person, or 'shell'. It is said to the
-- learner with the reason.
ALTER TABLE attempts ADD COLUMN void_by TEXT;
