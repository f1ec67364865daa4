-- Months that were declared and not paid when the world began: they stand in no history until they are paid.
CREATE TABLE IF NOT EXISTS unpaid_period (
    unit_code       TEXT NOT NULL,
    participant_key INTEGER NOT NULL,
    first_month     INTEGER NOT NULL,
    last_month      INTEGER NOT NULL,
    funds           INTEGER NOT NULL,
    salary          INTEGER NOT NULL,
    PRIMARY KEY (unit_code, participant_key, first_month)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unpaid_period_by_participant ON unpaid_period (participant_key);

-- Units that somebody plays, whose money is counted.
CREATE TABLE IF NOT EXISTS contribution_account (
    unit_code       TEXT PRIMARY KEY,
    first_month     INTEGER NOT NULL,
    paid_until      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS contribution_payment (
    payment_number INTEGER PRIMARY KEY,     -- from 1
    payment_id     TEXT NOT NULL,
    unit_code      TEXT NOT NULL,
    amount         INTEGER NOT NULL,        -- đồng
    receive_date   TEXT NOT NULL,
    reference      TEXT NOT NULL,
    by_itself      INTEGER NOT NULL         -- 1: before anybody recorded anything
);
CREATE INDEX IF NOT EXISTS contribution_payment_by_unit ON contribution_payment (unit_code, receive_date);

CREATE TABLE IF NOT EXISTS contribution_relief (
    unit_code   TEXT NOT NULL,
    kind        INTEGER NOT NULL,
    first_month INTEGER NOT NULL,
    last_month  INTEGER NOT NULL,
    basis       TEXT NOT NULL,
    PRIMARY KEY (unit_code, kind, first_month)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS participant_declaration (
    declaration_number INTEGER PRIMARY KEY, -- from 1
    declaration_id     TEXT NOT NULL,
    unit_code          TEXT NOT NULL,
    month              INTEGER NOT NULL,
    receive_time       TEXT NOT NULL,       -- on the world's clock, in UTC
    content            BLOB NOT NULL        -- ParticipantDeclaration of the contract, as it was answered
);
CREATE UNIQUE INDEX IF NOT EXISTS participant_declaration_by_id ON participant_declaration (declaration_id);

-- One row of a unit for a person and month; a second one is refused.
CREATE TABLE IF NOT EXISTS declared_change (
    unit_code          TEXT NOT NULL,
    month              INTEGER NOT NULL,
    participant_key    INTEGER NOT NULL,
    declaration_number INTEGER NOT NULL,
    PRIMARY KEY (unit_code, month, participant_key)
) WITHOUT ROWID;
