-- Annexes of Regulation 1999/QCPH-BHXH-TCT, sent and received. Who sends one tells its kind: 1 to 3 tax, 4 to 6 insurance.
CREATE TABLE IF NOT EXISTS annex (
    annex_id          TEXT PRIMARY KEY,                -- the same at both
    kind              INTEGER NOT NULL,
    period            INTEGER NOT NULL,                -- 202112: December 2021, or the quarter that begins with it
    version           INTEGER NOT NULL,
    state             TEXT NOT NULL,
    row_count         INTEGER NOT NULL,
    refused_row_count INTEGER NOT NULL,
    part_count        INTEGER NOT NULL,
    byte_count        INTEGER NOT NULL,
    digest            TEXT NOT NULL,                   -- empty: under way
    checkpoint        TEXT NOT NULL,
    publish_time      TEXT NOT NULL,
    answer_time       TEXT NOT NULL,                   -- empty: not answered
    refusal           BLOB NOT NULL,                   -- empty: not refused
    note              TEXT NOT NULL,
    case_id           TEXT NOT NULL,
    UNIQUE (kind, period, version, annex_id)
);
CREATE INDEX IF NOT EXISTS annex_under_way ON annex (annex_id) WHERE state = 'UNDER_WAY';

-- Its rows, as they travel.
CREATE TABLE IF NOT EXISTS annex_part (
    annex_id  TEXT NOT NULL,
    part      INTEGER NOT NULL,                        -- from 1
    first_row INTEGER NOT NULL,                        -- from 1
    rows      BLOB NOT NULL,
    digest    BLOB NOT NULL,
    PRIMARY KEY (annex_id, part)
);

CREATE TABLE IF NOT EXISTS annex_refused_row (
    annex_id TEXT NOT NULL,
    number   INTEGER NOT NULL,                         -- from 1
    row_key  TEXT NOT NULL,
    refusal  BLOB NOT NULL,
    PRIMARY KEY (annex_id, number)
) WITHOUT ROWID;

-- What inspections found, until the annex of their quarter tells of it.
CREATE TABLE IF NOT EXISTS inspection (
    position INTEGER PRIMARY KEY,
    kind     INTEGER NOT NULL,
    quarter  INTEGER NOT NULL,
    found    BLOB NOT NULL
);
