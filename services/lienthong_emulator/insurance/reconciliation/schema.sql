-- The whole register held against another: long-running operations.
CREATE TABLE IF NOT EXISTS reconciliation (
    position         INTEGER PRIMARY KEY,
    operation_id     TEXT NOT NULL UNIQUE,
    agency           TEXT NOT NULL,                    -- whose register it is held against
    report           INTEGER NOT NULL,                 -- 1: differences are reported there
    requested_by     TEXT NOT NULL,                    -- where the case began
    case_id          TEXT NOT NULL,
    state            TEXT NOT NULL,
    cancel_requested INTEGER NOT NULL,
    checkpoint       INTEGER NOT NULL,                 -- key of the last participant whose result stands
    total            INTEGER NOT NULL,
    verified         INTEGER NOT NULL,
    matched          INTEGER NOT NULL,
    opened           INTEGER NOT NULL,
    known            INTEGER NOT NULL,
    withdrawn        INTEGER NOT NULL,
    create_time      TEXT NOT NULL,
    update_time      TEXT NOT NULL
);
-- One for each register at a time.
CREATE UNIQUE INDEX IF NOT EXISTS reconciliation_under_way ON reconciliation (agency) WHERE state = 'RUNNING';

-- How often each kind of difference came up.
CREATE TABLE IF NOT EXISTS reconciliation_count (
    position INTEGER NOT NULL,
    field    TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    subject  TEXT NOT NULL,
    times    INTEGER NOT NULL,
    PRIMARY KEY (position, field, outcome, subject)
) WITHOUT ROWID;

-- What was found of each participant of whom there is more to tell than that all agrees, written in the transaction that
-- moved the checkpoint past them.
CREATE TABLE IF NOT EXISTS reconciliation_result (
    position        INTEGER NOT NULL,
    participant_key INTEGER NOT NULL,
    matched         INTEGER NOT NULL,                  -- 1: on the first list
    found           BLOB NOT NULL,                     -- as it is told, without the person
    PRIMARY KEY (position, participant_key)
) WITHOUT ROWID;

-- The others of one batch: their keys, each once and in their order, of eight bytes each, the highest first. That population
-- confirmed group a of them is written with each of them when the run is removed, and is read here before.
CREATE TABLE IF NOT EXISTS reconciliation_agreement (
    position         INTEGER NOT NULL,
    last_key         INTEGER NOT NULL,
    confirm_date     TEXT NOT NULL,                    -- empty: it was not population that confirmed anything
    participant_keys BLOB NOT NULL,
    PRIMARY KEY (position, last_key)
);

-- Whose register told a difference when the two were last held against each other: what none tells is withdrawn.
CREATE TABLE IF NOT EXISTS told_difference (
    discrepancy TEXT NOT NULL,
    agency      TEXT NOT NULL,
    PRIMARY KEY (discrepancy, agency)
) WITHOUT ROWID;
