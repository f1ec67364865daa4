CREATE TABLE IF NOT EXISTS card (
    card_id          TEXT PRIMARY KEY,
    card_number      TEXT NOT NULL UNIQUE,
    participant_id   TEXT NOT NULL UNIQUE,   -- one person, one card (health-insurance law, article 16)
    si_number        TEXT NOT NULL UNIQUE,
    object_code      TEXT NOT NULL,
    benefit_level    INTEGER NOT NULL,
    province_code    TEXT NOT NULL,
    valid_from       TEXT NOT NULL,
    valid_to         TEXT NOT NULL,
    initial_facility TEXT NOT NULL,
    issue_date       TEXT NOT NULL
);
