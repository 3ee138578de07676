-- 1: the person came in with the join code, or has the account from a list of
-- this class. 0: was added by somebody who knew the sign-in name. It never goes
-- back to 0.
ALTER TABLE members ADD COLUMN own BIGINT NOT NULL DEFAULT 0;
