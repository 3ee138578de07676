-- The marks of a class are read from these two alone: its attempts at assigned
-- work, and the figures of their grades without the long detail beside them.
DROP INDEX attempts_assignment;
CREATE INDEX attempts_assignment ON attempts (assignment, person, id, started, deadline, granted_ms, submitted, graded, void_at)
  WHERE assignment IS NOT NULL;
CREATE INDEX grades_figures ON grades (attempt, no, correct, scored);
