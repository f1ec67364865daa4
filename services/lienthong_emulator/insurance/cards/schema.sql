CREATE TABLE IF NOT EXISTS card (
    participant_key  INTEGER NOT NULL,
    serial           INTEGER NOT NULL,      -- of the holder's cards, from 1
    card_number      TEXT NOT NULL,         -- may carry a superseded social-insurance number
    valid_from       TEXT NOT NULL,
    valid_to         TEXT NOT NULL,
    initial_facility TEXT NOT NULL,
    five_year_date   TEXT NOT NULL,
    issue_date       TEXT NOT NULL,
    confirm_date     TEXT NOT NULL,
    living_area      INTEGER NOT NULL,      -- 1 to 3 for K1 to K3, else 0
    ending           INTEGER NOT NULL,      -- 0: current; else why it is of the past
    end_date         TEXT NOT NULL,         -- empty: current
    PRIMARY KEY (participant_key, serial)
) WITHOUT ROWID;
-- One person, one card (health-insurance law, article 16).
CREATE UNIQUE INDEX IF NOT EXISTS card_current ON card (participant_key) WHERE ending = 0;

-- Cards that were asked for and that the desk has not come to: only where desks take their time.
CREATE TABLE IF NOT EXISTS card_request (
    request_key  TEXT PRIMARY KEY,
    case_id      TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    sender       TEXT NOT NULL,
    event        BLOB NOT NULL          -- BirthRegistered of the contract
) WITHOUT ROWID;
