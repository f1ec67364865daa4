CREATE TABLE IF NOT EXISTS birth_amendment (
    position     INTEGER PRIMARY KEY,
    amendment_id TEXT NOT NULL UNIQUE,
    case_id      TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    person_key   INTEGER NOT NULL,       -- 0: the birth came of a dossier
    record_id    TEXT NOT NULL,          -- empty: the world began with the birth
    number_kind  INTEGER NOT NULL,
    number       TEXT NOT NULL,          -- under which the person was known before
    new_number   TEXT NOT NULL,          -- empty: that number stands
    content      BLOB NOT NULL,          -- values and parents, in a BirthAmendment of the contract
    basis        TEXT NOT NULL,
    create_time  TEXT NOT NULL,
    entry_date   TEXT NOT NULL,          -- empty: not entered
    refusal      BLOB NOT NULL,          -- empty: none
    attempts     INTEGER NOT NULL,
    is_told      INTEGER NOT NULL        -- 1: population has been asked to hold it, and may hold it
);
CREATE INDEX IF NOT EXISTS birth_amendment_by_birth ON birth_amendment (person_key, record_id, position);
CREATE INDEX IF NOT EXISTS birth_amendment_under_way ON birth_amendment (position) WHERE state = 'IN_PROCESS';
CREATE INDEX IF NOT EXISTS birth_amendment_by_former_number ON birth_amendment (number) WHERE new_number <> '';

-- Parents who were entered after the birth; who stood there first stands in the entry or its declaration still.
CREATE TABLE IF NOT EXISTS entered_parent (
    person_key INTEGER NOT NULL,
    record_id  TEXT NOT NULL,
    role       TEXT NOT NULL,
    parent     BLOB NOT NULL,            -- Parent of the contract; empty: none
    PRIMARY KEY (person_key, record_id, role)
) WITHOUT ROWID;
