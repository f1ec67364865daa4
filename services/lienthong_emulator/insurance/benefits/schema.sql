CREATE TABLE IF NOT EXISTS benefit_claim (
    position        INTEGER PRIMARY KEY,
    claim_id        TEXT NOT NULL UNIQUE,
    participant_key INTEGER NOT NULL,
    record          TEXT NOT NULL,          -- entry of the death register, as justice calls it
    funeral_class   INTEGER NOT NULL,
    amount          INTEGER NOT NULL,       -- đồng
    death_date      TEXT NOT NULL,
    state           TEXT NOT NULL,
    open_time       TEXT NOT NULL,
    due_date        TEXT NOT NULL,
    end_time        TEXT NOT NULL,          -- empty: open
    parties         BLOB NOT NULL,          -- claimant and survivors
    revision        INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS benefit_claim_by_participant ON benefit_claim (participant_key);
CREATE INDEX IF NOT EXISTS benefit_claim_by_record ON benefit_claim (record);

-- What went on until an entry of the death register ended it: a death that was none lets it go on again.
CREATE TABLE IF NOT EXISTS ended_by_death (
    record          TEXT NOT NULL,
    participant_key INTEGER NOT NULL,
    paid            TEXT NOT NULL,          -- in: a contribution; out: a benefit
    first_month     INTEGER NOT NULL,
    part            INTEGER NOT NULL,       -- funds of a contribution, kind of a benefit
    PRIMARY KEY (record, participant_key, paid, first_month, part)
) WITHOUT ROWID;

-- Claims for an illness. Days and dates are those of the certificate when the claim was filed: what the facility sends later
-- changes no claim.
CREATE TABLE IF NOT EXISTS sickness_claim (
    position           INTEGER PRIMARY KEY,
    claim_id           TEXT NOT NULL UNIQUE,
    participant_key    INTEGER NOT NULL,
    paper_id           TEXT NOT NULL UNIQUE,
    certificate_number TEXT NOT NULL,
    facility           TEXT NOT NULL,
    first_day          TEXT NOT NULL,
    last_day           TEXT NOT NULL,
    days               INTEGER NOT NULL,
    file_time          TEXT NOT NULL
);
