-- A class of learners, taught for a term.
CREATE TABLE classes (
  id       TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  term     TEXT NOT NULL, -- in the words of staff; may be ''
  zone     TEXT NOT NULL, -- IANA name; times of the class are local there
  code     TEXT NOT NULL UNIQUE, -- whoever has it can join
  closed   BIGINT NOT NULL DEFAULT 0, -- 1: the code lets nobody in
  created  BIGINT NOT NULL,
  archived BIGINT
);

-- Who is in a class. Who leaves is kept with the time, and can come back.
CREATE TABLE members (
  class   TEXT NOT NULL REFERENCES classes (id),
  person  TEXT NOT NULL REFERENCES people (id),
  role    TEXT NOT NULL, -- in this class: learner, instructor, coordinator
  joined  BIGINT NOT NULL,
  left_at BIGINT, -- NULL: is in it
  PRIMARY KEY (class, person)
);
CREATE INDEX members_person ON members (person);
