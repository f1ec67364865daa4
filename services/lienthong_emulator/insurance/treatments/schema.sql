CREATE TABLE IF NOT EXISTS treatment (
    treatment_number INTEGER PRIMARY KEY,   -- from 1
    facility         TEXT NOT NULL,
    visit            TEXT NOT NULL,         -- MA_LK, the facility's own
    participant_key  INTEGER NOT NULL,      -- 0: nobody of this number and name
    card_number      TEXT NOT NULL,
    admit_time       TEXT NOT NULL,         -- in UTC, as the others
    discharge_time   TEXT NOT NULL,         -- empty: only the check-in has come
    diagnosis        TEXT NOT NULL,
    disease_code     TEXT NOT NULL,
    discharge_kind   INTEGER NOT NULL,
    outcome          INTEGER NOT NULL,
    visit_reason     INTEGER NOT NULL,
    route_code       TEXT NOT NULL,
    total_cost       INTEGER NOT NULL,      -- đồng
    insurance_pays   INTEGER NOT NULL,
    co_payment       INTEGER NOT NULL,
    submission_id    TEXT NOT NULL,         -- that told of it last
    receive_time     TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS treatment_by_visit ON treatment (visit, facility);
CREATE INDEX IF NOT EXISTS treatment_by_participant ON treatment (participant_key, admit_time);
