-- Who may sign in, what they did, documents of the administrator, and answers to repeated requests.

CREATE TABLE user (
  login TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  teams BLOB NOT NULL,
  revision INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
  id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,
  login TEXT NOT NULL,
  role TEXT NOT NULL,
  source TEXT NOT NULL,
  label TEXT NOT NULL,
  session INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  last_used_at_ms INTEGER,
  customers_allowed INTEGER NOT NULL,
  queues BLOB NOT NULL,
  revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_login ON token (login);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at_ms);

CREATE TABLE document (
  name TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE request_record (
  actor TEXT NOT NULL,
  request_id TEXT NOT NULL,
  response BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (actor, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_record_by_time ON request_record (at_ms);
