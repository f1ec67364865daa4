-- Who asked about whom (decree 47/2020, article 45).
CREATE TABLE IF NOT EXISTS access (
    position     INTEGER PRIMARY KEY,
    subject_key  INTEGER NOT NULL,
    access_time  TEXT NOT NULL,       -- on the world's clock, in UTC
    caller       TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    method       TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    legal_basis  TEXT NOT NULL,
    case_id      TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS access_by_subject ON access (subject_key, position);
