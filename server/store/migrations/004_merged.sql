-- Whose work somebody has taken over: asked for with every page of an open attempt.
CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;
