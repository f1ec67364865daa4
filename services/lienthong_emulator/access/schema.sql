-- Who asked (decree 47/2020, article 45), in the order in which they did.
CREATE TABLE IF NOT EXISTS asking (
    asking_key   INTEGER PRIMARY KEY,
    asking_time  INTEGER NOT NULL,    -- on the world's clock, in microseconds since 1970
    caller       TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    method       TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    legal_basis  TEXT NOT NULL,
    case_id      TEXT NOT NULL
);

-- About whom, and what it came to: a number of the method's own, 0 where nobody is told of it.
CREATE TABLE IF NOT EXISTS access (
    subject_key INTEGER NOT NULL,
    asking_key  INTEGER NOT NULL,
    result      INTEGER NOT NULL,
    PRIMARY KEY (subject_key, asking_key)
) WITHOUT ROWID;

-- About whom, where one asking was about many: their keys, each once and in their order, of eight bytes each, the highest first.
CREATE TABLE IF NOT EXISTS access_of_many (
    asking_key   INTEGER PRIMARY KEY,
    first_key    INTEGER NOT NULL,
    last_key     INTEGER NOT NULL,
    subject_keys BLOB NOT NULL
);
