-- What staff have decided about a question, as it stood in one revision. Rows
-- are only ever added; the newest one of a revision holds.
CREATE TABLE decisions (
  id       TEXT NOT NULL PRIMARY KEY,
  item     TEXT NOT NULL,
  revision TEXT NOT NULL, -- texts.hash
  no       BIGINT NOT NULL, -- counts from 1; of two who decide at once, one is told
  verdict  TEXT NOT NULL, -- right, wording, rekey, retire
  key      TEXT NOT NULL, -- of a rekey: the option that is right
  became   TEXT NOT NULL, -- of a rekey: the revision with that key
  policy   TEXT NOT NULL, -- of a rekey: everyone, higher
  note     TEXT NOT NULL, -- to learners
  actor    TEXT NOT NULL,
  at       BIGINT NOT NULL,
  finished BIGINT, -- of a rekey: when every attempt was known to have its grade
  UNIQUE (item, revision, no)
);

-- Problems with questions, as learners tell of them. They outlive the attempt
-- and the person: then attempt is NULL and body empty.
CREATE TABLE reports (
  id       TEXT NOT NULL PRIMARY KEY,
  no       BIGINT NOT NULL UNIQUE, -- what people are told
  person   TEXT NOT NULL REFERENCES people (id),
  attempt  TEXT REFERENCES attempts (id) ON DELETE SET NULL,
  n        BIGINT NOT NULL, -- of the item on the attempt
  item     TEXT NOT NULL,
  revision TEXT NOT NULL,
  choice   TEXT NOT NULL, -- the answer it is about; '' for none
  reason   TEXT NOT NULL, -- in the words of server/exam
  body     TEXT NOT NULL,
  at       BIGINT NOT NULL,
  decision TEXT REFERENCES decisions (id) -- NULL: open
);
CREATE INDEX reports_open ON reports (item, revision) WHERE decision IS NULL;
CREATE INDEX reports_person ON reports (person);
CREATE INDEX reports_attempt ON reports (attempt);

-- The number of the newest report.
INSERT INTO settings (key, value) VALUES ('reports', '0');

-- The decision that a grade comes from; NULL for the first one of an attempt.
ALTER TABLE grades ADD COLUMN decision TEXT REFERENCES decisions (id);
CREATE UNIQUE INDEX grades_decision ON grades (attempt, decision);

CREATE INDEX attempt_items_item ON attempt_items (item, revision);
