-- This number is taken by another change that is made at the same time; its
-- file takes the place of this one.
SELECT 1;
