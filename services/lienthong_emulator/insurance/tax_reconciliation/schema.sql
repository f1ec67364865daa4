-- Months held against what the tax service was told.
CREATE TABLE IF NOT EXISTS tax_reconciliation (
    position         INTEGER PRIMARY KEY,
    run_id           TEXT NOT NULL UNIQUE,
    month            INTEGER NOT NULL,
    taxpayers_annex  TEXT NOT NULL,
    deductions_annex TEXT NOT NULL,
    phase            TEXT NOT NULL,
    place            TEXT NOT NULL,
    total_steps      INTEGER NOT NULL,
    steps_done       INTEGER NOT NULL,
    findings         INTEGER NOT NULL,
    case_id          TEXT NOT NULL,
    create_time      TEXT NOT NULL,
    update_time      TEXT NOT NULL
);

-- Differences of identity that were sent to the tax service, and how they stand there.
CREATE TABLE IF NOT EXISTS difference_at_tax (
    tax_code   TEXT NOT NULL,
    kind       INTEGER NOT NULL,               -- of the finding
    held_here  TEXT NOT NULL,
    held_there TEXT NOT NULL,
    state      INTEGER NOT NULL,
    answer     TEXT NOT NULL,                  -- empty: it waits
    send_time  TEXT NOT NULL,                  -- empty: it ended and was not sent from here
    PRIMARY KEY (tax_code, kind, held_here, held_there)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tax_finding (
    position          INTEGER NOT NULL,        -- of the reconciliation
    number            INTEGER NOT NULL,        -- from 1
    kind              INTEGER NOT NULL,
    employer_tax_code TEXT NOT NULL,
    unit_code         TEXT NOT NULL,
    person_tax_code   TEXT NOT NULL,
    participant_key   INTEGER NOT NULL,
    first_month       INTEGER NOT NULL,
    last_month        INTEGER NOT NULL,
    held_here         TEXT NOT NULL,
    held_there        TEXT NOT NULL,
    amount            INTEGER NOT NULL,
    PRIMARY KEY (position, number)
) WITHOUT ROWID;
