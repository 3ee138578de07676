-- Where a learner stands in a class.
ALTER TABLE members ADD COLUMN section TEXT NOT NULL DEFAULT ''; -- '' for none
CREATE TABLE labels (
  class  TEXT NOT NULL REFERENCES classes (id),
  person TEXT NOT NULL REFERENCES people (id),
  label  TEXT NOT NULL,
  PRIMARY KEY (class, person, label)
);
CREATE INDEX labels_person ON labels (person);

-- Beside the time factor: attempts at assigned work beyond what it allows.
ALTER TABLE people ADD COLUMN extra_attempts BIGINT NOT NULL DEFAULT 0;

-- A fixed form: the same questions for all who get it.
CREATE TABLE forms (
  id      TEXT NOT NULL PRIMARY KEY,
  class   TEXT NOT NULL REFERENCES classes (id),
  title   TEXT NOT NULL,
  seed    BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1, -- counts changes; of two who change at once, one is told
  created BIGINT NOT NULL
);
CREATE INDEX forms_class ON forms (class);
CREATE TABLE form_items (
  form     TEXT NOT NULL REFERENCES forms (id),
  n        BIGINT NOT NULL,
  item     TEXT NOT NULL,
  revision TEXT NOT NULL, -- texts.hash
  domain   TEXT NOT NULL,
  lesson   TEXT NOT NULL,
  opts     TEXT NOT NULL, -- authored places of the options in shown order
  PRIMARY KEY (form, n)
);

-- Work that a class is given.
CREATE TABLE assignments (
  id         TEXT NOT NULL PRIMARY KEY,
  class      TEXT NOT NULL REFERENCES classes (id),
  kind       TEXT NOT NULL, -- lesson, module, track, cards, drill, half, mock, form
  object     TEXT NOT NULL, -- what it is about, in the words of its kind; '' for half and mock
  title      TEXT NOT NULL,
  count      BIGINT NOT NULL DEFAULT 0, -- questions of a drill
  form       TEXT REFERENCES forms (id),
  everyone   BIGINT NOT NULL, -- 1: all learners of the class; 0: those in targets
  zone       TEXT NOT NULL, -- IANA name; its local times are there
  weight     BIGINT NOT NULL DEFAULT 1, -- in the total of marks; 0 counts nothing
  version    BIGINT NOT NULL DEFAULT 1, -- counts changes; of two who change at once, one is told
  created    BIGINT NOT NULL,
  changed    BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  withdrawn  BIGINT
);
CREATE INDEX assignments_class ON assignments (class);
CREATE INDEX assignments_form ON assignments (form) WHERE form IS NOT NULL;
CREATE TABLE targets (
  assignment TEXT NOT NULL REFERENCES assignments (id),
  kind       TEXT NOT NULL, -- label, section, person
  target     TEXT NOT NULL,
  PRIMARY KEY (assignment, kind, target)
);

-- The rules of an assignment, field by field: its own (scope 'work', target ''),
-- and those for a label or a person, which stand above them.
CREATE TABLE rules (
  assignment TEXT NOT NULL REFERENCES assignments (id),
  scope      TEXT NOT NULL, -- work, label, person
  target     TEXT NOT NULL,
  field      TEXT NOT NULL, -- in the words of server/classwork
  value      TEXT NOT NULL,
  PRIMARY KEY (assignment, scope, target, field)
);

-- What staff put in place of a mark, or beside it. Rows are only ever added; the
-- newest of a person and an assignment holds.
CREATE TABLE marks (
  assignment TEXT NOT NULL REFERENCES assignments (id),
  person     TEXT NOT NULL REFERENCES people (id),
  no         BIGINT NOT NULL, -- counts from 1; of two who mark at once, one is told
  tenths     BIGINT, -- per cent, times 10; NULL: what the work itself gives
  excused    BIGINT NOT NULL DEFAULT 0,
  reason     TEXT NOT NULL,
  actor      TEXT NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (assignment, person, no)
);
CREATE INDEX marks_person ON marks (person);
CREATE TABLE comments (
  id         TEXT NOT NULL PRIMARY KEY,
  assignment TEXT NOT NULL REFERENCES assignments (id),
  person     TEXT NOT NULL REFERENCES people (id), -- whose work it is about
  actor      TEXT NOT NULL,
  body       TEXT NOT NULL,
  at         BIGINT NOT NULL
);
CREATE INDEX comments_about ON comments (assignment, person);
CREATE INDEX comments_person ON comments (person);

-- The decks of cards that a person has gone through, by own word.
CREATE TABLE decks (
  person TEXT NOT NULL REFERENCES people (id),
  deck   TEXT NOT NULL, -- an id of the course, behind the course's own
  at     BIGINT NOT NULL,
  PRIMARY KEY (person, deck)
);

-- What passes between a learner and the staff of a class, inside the site.
CREATE TABLE messages (
  id      TEXT NOT NULL PRIMARY KEY,
  class   TEXT NOT NULL REFERENCES classes (id),
  person  TEXT NOT NULL REFERENCES people (id), -- the learner
  actor   TEXT NOT NULL, -- who wrote it; the learner, or staff
  about   TEXT NOT NULL, -- an address on this site that it is about; may be ''
  subject TEXT NOT NULL, -- what stands there, in words; may be ''
  body    TEXT NOT NULL,
  at      BIGINT NOT NULL,
  read_at BIGINT, -- by the learner; of the learner's own: when staff had dealt with it
  read_by TEXT
);
CREATE INDEX messages_person ON messages (person);
CREATE INDEX messages_class ON messages (class) WHERE read_at IS NULL;

-- "Not today": a row of who needs help, hidden until its facts change.
CREATE TABLE hidden (
  class  TEXT NOT NULL REFERENCES classes (id),
  person TEXT NOT NULL REFERENCES people (id),
  facts  TEXT NOT NULL, -- a digest
  actor  TEXT NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (class, person)
);

-- Own exams and assigned ones stand beside each other.
DROP INDEX attempts_open;
CREATE UNIQUE INDEX attempts_open ON attempts (person, mode, COALESCE(assignment, '')) WHERE submitted IS NULL AND void_at IS NULL;
CREATE INDEX attempts_assignment ON attempts (assignment) WHERE assignment IS NOT NULL;

-- The class in which something was done; '' for the whole installation.
ALTER TABLE audit ADD COLUMN class TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_class ON audit (class, at) WHERE class <> '';
