-- The track that a person follows.
CREATE TABLE tracks (
  person TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
  track  TEXT NOT NULL, -- an id of course.yaml, behind the course's own
  at     BIGINT NOT NULL
);

-- How a person rates own skills.
CREATE TABLE ratings (
  person   TEXT NOT NULL REFERENCES people (id),
  skill    TEXT NOT NULL, -- an id of skills.yaml, behind the course's own
  level    BIGINT NOT NULL, -- 0 to 3
  evidence TEXT NOT NULL, -- in the person's words; may be ''
  at       BIGINT NOT NULL, -- of the last change
  PRIMARY KEY (person, skill)
);
