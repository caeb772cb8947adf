-- 0001_entry.sql: the ledger itself. `canonical` holds the very bytes that were hashed and signed
-- (RFC 8785 escapes all control characters, so they are safe as text in either database); the other
-- columns repeat parts of them so that they can be looked up, and verification compares the two.
CREATE TABLE ledger_migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE entry (
    id TEXT PRIMARY KEY,       -- SHA-256 of canonical, hex
    author TEXT NOT NULL,      -- Ed25519 public key, hex
    seq BIGINT NOT NULL,       -- place in the author's chain, from 1
    previous TEXT,             -- id of the author's entry before; null for the first
    at TEXT NOT NULL,          -- ISO 8601, UTC, microseconds
    kind TEXT NOT NULL,
    canonical TEXT NOT NULL,
    signature TEXT NOT NULL    -- Ed25519 over the bytes of canonical, hex
);

-- To append is to find the author's last entry; without this every append reads the whole ledger.
CREATE INDEX entry_by_author ON entry (author, seq);
