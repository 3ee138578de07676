-- When the person's account is to be erased; NULL while nobody has asked for it.
ALTER TABLE people ADD COLUMN leaving BIGINT;
CREATE INDEX people_leaving ON people (leaving) WHERE leaving IS NOT NULL AND erased IS NULL;
