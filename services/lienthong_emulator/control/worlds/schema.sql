-- The worlds that exist, in one file for all of them.

CREATE TABLE IF NOT EXISTS about (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS world (
    name        TEXT PRIMARY KEY,
    recipe      BLOB NOT NULL,     -- lienthong.control.v1.Recipe
    agencies    TEXT NOT NULL,     -- those that have their part of it, in order, with blanks between
    revision    INTEGER NOT NULL,
    anchor      TEXT NOT NULL,     -- ISO 8601, UTC
    anchor_wall TEXT NOT NULL,     -- the same
    rate        TEXT NOT NULL,     -- world seconds per wall second, a decimal
    withdrawn   INTEGER NOT NULL   -- 1: being deleted, nobody may enter it any more
);
