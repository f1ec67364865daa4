-- Changes at population that had their effect here. One that is told again, under whatever message, changes nothing.
CREATE TABLE IF NOT EXISTS change_event (
    position        INTEGER PRIMARY KEY,
    event_id        TEXT NOT NULL,
    participant_key INTEGER NOT NULL,
    record_time     TEXT NOT NULL,
    fields          TEXT NOT NULL,        -- what changed, separated by blanks
    UNIQUE (event_id, participant_key)
);

-- When population last confirmed one field of group a, where that was after it confirmed the group.
CREATE TABLE IF NOT EXISTS participant_confirmation (
    participant_key INTEGER NOT NULL,
    field           TEXT NOT NULL,
    confirm_date    TEXT NOT NULL,
    PRIMARY KEY (participant_key, field)
) WITHOUT ROWID;

-- Changes of citizens whom insurance does not know: it may yet hear of their birth, which comes from another sender.
CREATE TABLE IF NOT EXISTS early_change (
    position    INTEGER PRIMARY KEY,
    number      TEXT NOT NULL,            -- each under which the citizen is known
    number_kind INTEGER NOT NULL,
    event       BLOB NOT NULL,
    is_first    INTEGER NOT NULL,         -- 1: of the numbers under which it is kept
    receive_time TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS early_change_by_number ON early_change (number, number_kind);

-- Deaths that facilities and the death register told of and have not taken back: what locks a card before population knows.
CREATE TABLE IF NOT EXISTS reported_death (
    source          TEXT NOT NULL,        -- treatment, death-notice or death-register
    facility        TEXT NOT NULL,        -- or the entry of the register
    number          TEXT NOT NULL,        -- of the visit, the notice or the participant
    participant_key INTEGER NOT NULL,
    death_date      TEXT NOT NULL,
    PRIMARY KEY (source, facility, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reported_death_by_participant ON reported_death (participant_key);
