-- Claims of one caller about one person in which something was wrong, on one day of the world's clock.
CREATE TABLE IF NOT EXISTS attempt (
    day         TEXT NOT NULL,
    caller      TEXT NOT NULL,
    subject_key INTEGER NOT NULL,
    used        INTEGER NOT NULL,
    exhausted   INTEGER NOT NULL,                      -- 1: no more that day
    PRIMARY KEY (day, caller, subject_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS attempt_exhausted ON attempt (exhausted, day, caller) WHERE exhausted = 1;
