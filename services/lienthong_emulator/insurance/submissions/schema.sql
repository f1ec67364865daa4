-- Files of facilities that were taken in.
CREATE TABLE IF NOT EXISTS submission (
    submission_number INTEGER PRIMARY KEY,  -- from 1
    submission_id     TEXT NOT NULL,
    kind              INTEGER NOT NULL,
    facility          TEXT NOT NULL,
    sender            TEXT NOT NULL,
    receive_time      TEXT NOT NULL,        -- on the world's clock, in UTC
    bytes             INTEGER NOT NULL,
    digest            TEXT NOT NULL,
    dossiers          INTEGER NOT NULL,
    treatments        TEXT NOT NULL,        -- keys, divided by blanks
    papers            TEXT NOT NULL,
    total_cost        INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS submission_by_id ON submission (submission_id);
-- The same file again is the same submission.
CREATE UNIQUE INDEX IF NOT EXISTS submission_by_digest ON submission (facility, kind, digest);
CREATE INDEX IF NOT EXISTS submission_by_facility ON submission (facility, submission_number);

CREATE TABLE IF NOT EXISTS submission_content (
    submission_number INTEGER NOT NULL,
    part              INTEGER NOT NULL,     -- from 0
    bytes             BLOB NOT NULL,        -- compressed (zlib), each part by itself
    PRIMARY KEY (submission_number, part)
);
