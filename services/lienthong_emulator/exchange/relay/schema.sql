CREATE TABLE IF NOT EXISTS log_entry (
    position         INTEGER PRIMARY KEY,   -- order in which the exchange took entries in, over all logs
    receiver         TEXT NOT NULL,
    sequence         INTEGER NOT NULL,      -- from 1, without gaps
    message_id       TEXT NOT NULL UNIQUE,
    sender           TEXT NOT NULL,
    subject          TEXT NOT NULL,
    subject_sequence INTEGER NOT NULL,      -- from 1, without gaps, for each receiver and subject
    kind             TEXT NOT NULL,
    case_id          TEXT NOT NULL,         -- empty: belongs to no case
    message          BLOB NOT NULL,         -- lienthong.exchange.v1.Message, as it was digested
    accept_time      TEXT NOT NULL,         -- ISO 8601, UTC
    previous_digest  BLOB NOT NULL,
    digest           BLOB NOT NULL,
    UNIQUE (receiver, sequence)
);
CREATE INDEX IF NOT EXISTS log_entry_by_case ON log_entry (case_id, position) WHERE case_id <> '';

CREATE TABLE IF NOT EXISTS log_head (
    receiver     TEXT PRIMARY KEY,
    sequence     INTEGER NOT NULL,          -- of the last entry
    digest       BLOB NOT NULL,             -- of the last entry
    acknowledged INTEGER NOT NULL           -- how far the receiver said that it has come
);

-- The last entry that a log keeps no more: the first that it keeps is chained to it.
CREATE TABLE IF NOT EXISTS log_start (
    receiver TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    digest   BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS log_subject (
    receiver TEXT NOT NULL,
    subject  TEXT NOT NULL,
    entries  INTEGER NOT NULL,              -- since the log began
    let_go   INTEGER NOT NULL,              -- of them, those that are kept no more
    PRIMARY KEY (receiver, subject)
);

CREATE TABLE IF NOT EXISTS dead_letter (
    message_id  TEXT PRIMARY KEY,
    receiver    TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    status      BLOB NOT NULL,              -- google.rpc.Status
    reject_time TEXT NOT NULL               -- ISO 8601, UTC
);
CREATE INDEX IF NOT EXISTS dead_letter_by_receiver ON dead_letter (receiver, sequence);

CREATE TABLE IF NOT EXISTS redelivery (
    message_id TEXT PRIMARY KEY,
    receiver   TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    times      INTEGER NOT NULL,            -- how often it was asked for
    due        INTEGER NOT NULL             -- 1: the receiver has not answered yet
);
CREATE INDEX IF NOT EXISTS redelivery_that_is_due ON redelivery (receiver, sequence) WHERE due = 1;
