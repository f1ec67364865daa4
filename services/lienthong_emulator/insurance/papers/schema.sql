-- Papers of facilities, each as it came last.
CREATE TABLE IF NOT EXISTS paper (
    paper_number    INTEGER PRIMARY KEY,    -- from 1
    paper_id        TEXT NOT NULL,
    kind            INTEGER NOT NULL,
    facility        TEXT NOT NULL,
    number          TEXT NOT NULL,
    submission_id   TEXT NOT NULL,          -- that brought it last
    participant_key INTEGER NOT NULL,       -- 0: nobody of this number and name
    receive_time    TEXT NOT NULL,          -- on the world's clock, in UTC
    issue_date      TEXT NOT NULL,
    quoted_by       TEXT NOT NULL,          -- empty: nothing builds on it
    content         BLOB NOT NULL           -- BirthNotice, DeathNotice or SickLeave of the contract
);
CREATE UNIQUE INDEX IF NOT EXISTS paper_by_id ON paper (paper_id);
CREATE UNIQUE INDEX IF NOT EXISTS paper_by_number ON paper (number, kind, facility);
CREATE INDEX IF NOT EXISTS paper_by_participant ON paper (participant_key, paper_number);
