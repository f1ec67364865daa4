-- Every change that this register made of a citizen, in the transaction that made it.
CREATE TABLE IF NOT EXISTS change_event (
    event_id         TEXT PRIMARY KEY,
    citizen_key      INTEGER NOT NULL,
    subject_sequence INTEGER NOT NULL,                 -- of the citizen's changes, from 1 without gaps
    kind             TEXT NOT NULL,
    fields           TEXT NOT NULL,                    -- what changed, separated by blanks
    event_time       TEXT NOT NULL,
    record_time      TEXT NOT NULL,
    caused_by        TEXT NOT NULL,
    basis            TEXT NOT NULL,                    -- the paper on which it rests; empty: none was named
    UNIQUE (citizen_key, subject_sequence)
);
