-- What every agency's database holds beside its own tables.

CREATE TABLE IF NOT EXISTS about (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS counter (
    kind  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS answered_request (
    caller     TEXT NOT NULL,
    method     TEXT NOT NULL,
    request_id TEXT NOT NULL,
    digest     BLOB NOT NULL,
    answer     BLOB NOT NULL,
    PRIMARY KEY (caller, method, request_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS outbox (
    position   INTEGER PRIMARY KEY,
    message    BLOB NOT NULL,
    refusal    BLOB                -- why the exchange will never take it; empty while it may
);

CREATE TABLE IF NOT EXISTS inbox (
    only_row INTEGER PRIMARY KEY,  -- 1
    cursor   INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS received_message (
    message_id TEXT PRIMARY KEY,
    sequence   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS parked_message (
    sequence   INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    subject    TEXT NOT NULL,
    entry      BLOB NOT NULL,
    status     BLOB NOT NULL       -- empty: it waits behind another of its subject
);
CREATE INDEX IF NOT EXISTS parked_message_by_subject ON parked_message (subject, sequence);

CREATE TABLE IF NOT EXISTS timer (
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,
    due     TEXT NOT NULL,         -- ISO 8601, UTC, so that text order is time order
    PRIMARY KEY (kind, subject)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS timer_by_due ON timer (due);

CREATE TABLE IF NOT EXISTS case_step (
    sequence    INTEGER PRIMARY KEY,
    case_id     TEXT NOT NULL,
    step        BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS case_step_by_case ON case_step (case_id, sequence);
