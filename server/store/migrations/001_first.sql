-- People stand apart from their accounts: a guest has none, and erasing
-- somebody is deleting rows that point here and marking this one.
CREATE TABLE people (
  id          TEXT NOT NULL PRIMARY KEY,
  kind        TEXT NOT NULL, -- guest, member
  role        TEXT NOT NULL, -- learner, instructor, coordinator, admin, owner
  factor      DOUBLE PRECISION NOT NULL DEFAULT 1, -- time factor
  prefs       TEXT NOT NULL DEFAULT '{}', -- JSON
  created     BIGINT NOT NULL,
  seen        BIGINT NOT NULL,
  merged_into TEXT REFERENCES people (id),
  erased      BIGINT
);
CREATE INDEX people_idle ON people (seen) WHERE kind = 'guest' AND erased IS NULL AND merged_into IS NULL;

CREATE TABLE accounts (
  person  TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
  name    TEXT NOT NULL,
  login   TEXT NOT NULL UNIQUE, -- folded
  hash    TEXT NOT NULL, -- of the password, PHC string
  created BIGINT NOT NULL
);

-- Sign-in by somebody else's word (OpenID Connect, LTI).
CREATE TABLE identities (
  issuer  TEXT NOT NULL,
  subject TEXT NOT NULL,
  person  TEXT NOT NULL REFERENCES people (id),
  created BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_person ON identities (person);

CREATE TABLE sessions (
  hash    TEXT NOT NULL PRIMARY KEY, -- of the token in the cookie
  person  TEXT NOT NULL REFERENCES people (id),
  kind    TEXT NOT NULL,
  created BIGINT NOT NULL,
  seen    BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE settings (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
-- The hash of the owner link's token, '' for none. Whoever makes or unmakes an
-- owner updates this row first: it is the lock around "is there an owner".
INSERT INTO settings (key, value) VALUES ('owner_link', '');

-- Every change to an attempt, saves included, first updates its row here under
-- a guard: that row is the lock between saving and closing.
CREATE TABLE attempts (
  id             TEXT NOT NULL PRIMARY KEY,
  person         TEXT NOT NULL REFERENCES people (id),
  key            TEXT NOT NULL, -- idempotency key of the start
  mode           TEXT NOT NULL,
  course         TEXT NOT NULL,
  title          TEXT NOT NULL,
  blueprint      TEXT NOT NULL,
  bank_version   TEXT NOT NULL,
  course_version TEXT NOT NULL,
  assignment     TEXT,
  policy         TEXT NOT NULL, -- JSON, frozen at the start
  seed           BIGINT NOT NULL,
  seen_count     BIGINT NOT NULL, -- items on it that were not new to the person
  started        BIGINT NOT NULL,
  deadline       BIGINT, -- NULL is untimed
  granted_ms     BIGINT NOT NULL DEFAULT 0,
  saves          BIGINT NOT NULL DEFAULT 0, -- counts moves; numbers the saves
  answered       BIGINT NOT NULL DEFAULT 0, -- items whose current answer has a choice
  tab            TEXT NOT NULL DEFAULT '', -- the browser tab that writes
  submitted      BIGINT, -- never later than the end
  graded         BIGINT, -- of the first grade
  void_at        BIGINT,
  void_reason    TEXT,
  UNIQUE (person, key)
);
-- At most one open attempt of a mode.
CREATE UNIQUE INDEX attempts_open ON attempts (person, mode) WHERE submitted IS NULL AND void_at IS NULL;
CREATE INDEX attempts_due ON attempts (started) WHERE graded IS NULL AND void_at IS NULL;

CREATE TABLE attempt_items (
  attempt   TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
  n         BIGINT NOT NULL,
  item      TEXT NOT NULL,
  revision  TEXT NOT NULL, -- texts.hash
  domain    TEXT NOT NULL,
  lesson    TEXT NOT NULL,
  opts      TEXT NOT NULL, -- authored places of the options in shown order
  scored    BIGINT NOT NULL,
  locked_at BIGINT,
  correct   BIGINT, -- by the newest grade, or by the check that locked it; NULL: not answered or not judged
  PRIMARY KEY (attempt, n)
);

-- Append-only. The current answer is the row with the highest seq and late = 0.
CREATE TABLE answers (
  attempt    TEXT NOT NULL,
  n          BIGINT NOT NULL,
  late       BIGINT NOT NULL, -- 1: came after the close; kept, never scored
  seq        BIGINT NOT NULL, -- the client's number
  save_no    BIGINT NOT NULL, -- attempts.saves at arrival
  choice     TEXT NOT NULL,
  flagged    BIGINT NOT NULL,
  struck     TEXT NOT NULL,
  confidence TEXT NOT NULL,
  spent_ms   BIGINT NOT NULL, -- since the save before
  tab        TEXT NOT NULL,
  at         BIGINT NOT NULL,
  grace      BIGINT NOT NULL, -- 1: came after the end, inside grace
  PRIMARY KEY (attempt, n, late, seq),
  FOREIGN KEY (attempt, n) REFERENCES attempt_items (attempt, n) ON DELETE CASCADE
);

CREATE TABLE grades (
  attempt  TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
  no       BIGINT NOT NULL,
  policy   TEXT NOT NULL,
  at       BIGINT NOT NULL,
  correct  BIGINT NOT NULL,
  scored   BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  detail   TEXT NOT NULL, -- JSON
  PRIMARY KEY (attempt, no)
);

-- Frozen texts: revisions of items and lessons, each written once.
CREATE TABLE texts (
  hash TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE reads (
  person   TEXT NOT NULL REFERENCES people (id),
  lesson   TEXT NOT NULL,
  revision TEXT NOT NULL, -- texts.hash
  at       BIGINT NOT NULL,
  undone   BIGINT,
  PRIMARY KEY (person, lesson, revision, at)
);

-- Who did what. Rows are only ever added.
CREATE TABLE audit (
  id     TEXT NOT NULL PRIMARY KEY,
  at     BIGINT NOT NULL,
  actor  TEXT NOT NULL, -- a person, or 'shell'
  action TEXT NOT NULL,
  object TEXT NOT NULL, -- the person or attempt it was done to
  was    TEXT NOT NULL,
  became TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);

-- Work to do outside a request; the outbox of mail and the like.
CREATE TABLE jobs (
  id      TEXT NOT NULL PRIMARY KEY,
  kind    TEXT NOT NULL,
  key     TEXT NOT NULL UNIQUE, -- makes adding it twice harmless
  payload TEXT NOT NULL, -- JSON
  run_at  BIGINT NOT NULL,
  lease   BIGINT, -- taken until then
  tries   BIGINT NOT NULL DEFAULT 0,
  done    BIGINT
);
CREATE INDEX jobs_ready ON jobs (run_at) WHERE done IS NULL;
