CREATE TABLE IF NOT EXISTS birth_dossier (
    position            INTEGER PRIMARY KEY,
    dossier_id          TEXT NOT NULL UNIQUE,
    linked_dossier_id   TEXT NOT NULL,
    one_stop_dossier_id TEXT NOT NULL,
    case_id             TEXT NOT NULL,
    on_behalf_of        TEXT NOT NULL,
    state               TEXT NOT NULL,
    step                TEXT NOT NULL,      -- empty: nothing is under way
    notice_number       TEXT NOT NULL,
    child_key           TEXT NOT NULL,      -- empty: no parent has a number
    declaration         BLOB NOT NULL,
    file_time           TEXT NOT NULL,
    registration_due_date TEXT NOT NULL,
    card_due_date       TEXT NOT NULL,
    due_date            TEXT NOT NULL,
    supplement_due_date TEXT NOT NULL,      -- empty: not returned
    waits_until         TEXT NOT NULL,      -- empty: waits for no moment
    record_id           TEXT NOT NULL,      -- empty: not registered yet
    card                BLOB NOT NULL,      -- empty: none
    refusal             BLOB NOT NULL,      -- empty: none
    history             BLOB NOT NULL,      -- StatusHistory of the contract
    round               INTEGER NOT NULL,   -- rises with every supplement
    attempts            INTEGER NOT NULL,
    revision            INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS birth_dossier_by_linked_id ON birth_dossier (linked_dossier_id) WHERE linked_dossier_id <> '';
CREATE INDEX IF NOT EXISTS birth_dossier_by_one_stop_id ON birth_dossier (one_stop_dossier_id)
    WHERE one_stop_dossier_id <> '';
CREATE INDEX IF NOT EXISTS birth_dossier_by_notice ON birth_dossier (notice_number) WHERE notice_number <> '';
CREATE INDEX IF NOT EXISTS birth_dossier_by_child ON birth_dossier (child_key) WHERE child_key <> '';
CREATE INDEX IF NOT EXISTS birth_dossier_under_way ON birth_dossier (position) WHERE step <> '';

CREATE TABLE IF NOT EXISTS birth_record (
    record_id           TEXT PRIMARY KEY,
    number              TEXT NOT NULL,
    book                TEXT NOT NULL,
    page                INTEGER NOT NULL,
    registration_date   TEXT NOT NULL,
    registration_commune TEXT NOT NULL,
    personal_number     TEXT NOT NULL,
    full_name           TEXT NOT NULL,
    birth_date          TEXT NOT NULL,
    sex                 INTEGER NOT NULL,
    registration_kind   INTEGER NOT NULL,
    dossier_id          TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS birth_record_by_number ON birth_record (personal_number);
