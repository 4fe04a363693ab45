"""The tables, and how an older database becomes a newer one.

``user_version`` counts the migrations that a database has seen. A migration is never edited once released.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from kb.errors import SchemaError

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE roots (path TEXT PRIMARY KEY, sample INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- One version of a text, by content. Never changed in meaning: another text is another row.
CREATE TABLE directives (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    source TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    number TEXT, symbol TEXT, type TEXT, issuer TEXT, place TEXT, province TEXT,
    year INTEGER, date TEXT, title TEXT, draft INTEGER NOT NULL,
    number_key TEXT, type_key TEXT, issuer_key TEXT, province_key TEXT, title_key TEXT,
    body TEXT NOT NULL, pages TEXT NOT NULL, bases TEXT NOT NULL, sections TEXT NOT NULL,
    targets TEXT NOT NULL, deadlines TEXT NOT NULL, recipients TEXT NOT NULL, signature TEXT NOT NULL,
    retired INTEGER  -- the revision that left it without a file; kept while a generation shows it
) STRICT;
CREATE INDEX directives_by_number ON directives (number_key);

CREATE TABLE files (
    path TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'skipped')),
    reason TEXT,
    directive TEXT REFERENCES directives (id),
    sample INTEGER NOT NULL,
    parser TEXT NOT NULL,  -- fingerprint of the code that read it
    CHECK ((status = 'ok') = (directive IS NOT NULL))
) STRICT;
CREATE INDEX files_by_directive ON files (directive);
CREATE INDEX files_by_sha256 ON files (sha256);

CREATE TABLE citations (
    directive TEXT NOT NULL REFERENCES directives (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    type TEXT, number TEXT, date TEXT, issuer TEXT, title TEXT, name TEXT, pinpoint TEXT,
    PRIMARY KEY (directive, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    directive TEXT NOT NULL REFERENCES directives (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL, section TEXT, page INTEGER,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    text TEXT NOT NULL, context TEXT NOT NULL, words TEXT NOT NULL,
    retired INTEGER
) STRICT;
CREATE INDEX passages_by_directive ON passages (directive, position);

CREATE TABLE vectors (
    model TEXT NOT NULL, content TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (model, content)
) STRICT, WITHOUT ROWID;

CREATE TABLE instruments (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL, number_key TEXT NOT NULL, scope TEXT NOT NULL,
    type TEXT, date TEXT, issuer TEXT, title TEXT,
    status TEXT NOT NULL, note TEXT, note_source TEXT,
    spellings TEXT NOT NULL, conflicts TEXT NOT NULL, evidence TEXT NOT NULL, cited_by TEXT NOT NULL,
    directive TEXT REFERENCES directives (id)
) STRICT;
CREATE INDEX instruments_by_number ON instruments (number_key);

-- Every key (block and date) that an id was ever given to: ids outlive rebuilds, merged ones redirect.
CREATE TABLE minted (key TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE redirects (old TEXT PRIMARY KEY, new TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
    directive TEXT NOT NULL, position INTEGER NOT NULL,
    instrument TEXT REFERENCES instruments (id),
    reason TEXT, candidates TEXT NOT NULL, passage TEXT,
    PRIMARY KEY (directive, position),
    FOREIGN KEY (directive, position) REFERENCES citations (directive, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_instrument ON mentions (instrument);

-- Directives with a file. Samples count only while nothing else is there.
CREATE VIEW present AS
    SELECT directive AS id, MIN(sample) AS sample FROM files WHERE status = 'ok' GROUP BY directive;
CREATE VIEW active AS
    SELECT id FROM present WHERE sample = 0 OR NOT EXISTS (SELECT 1 FROM present WHERE sample = 0);
"""

_SECOND = """
-- What the files said before, and since when they say what they say.
CREATE TABLE versions (
    path TEXT NOT NULL,
    directive TEXT NOT NULL REFERENCES directives (id),
    since_revision INTEGER NOT NULL, since TEXT,
    until_revision INTEGER, until TEXT,
    PRIMARY KEY (path, since_revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_by_directive ON versions (directive);
INSERT INTO versions (path, directive, since_revision)
    SELECT path, directive, coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'revision'), 0)
    FROM files WHERE status = 'ok';

ALTER TABLE files ADD COLUMN seen_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roots ADD COLUMN device INTEGER;
"""
_PEOPLE = """
-- What people decided. Nothing here is derived from files but ``applied`` and ``set_aside``, which say whom it concerns
-- now; they are made anew after every build and every decision (kb.corrections, kb.removals).
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    directive TEXT NOT NULL,  -- the text that it was made on; the text may go, the correction stays
    paths TEXT NOT NULL, sketch BLOB NOT NULL,
    field TEXT NOT NULL, value TEXT, was TEXT,
    start INTEGER, printed TEXT, nth INTEGER, among INTEGER,  -- the citation that it is about; NULL for a field of the header
    person TEXT NOT NULL, at TEXT NOT NULL, note TEXT,
    undone_by TEXT, undone_at TEXT
) STRICT;
CREATE TABLE applied (
    correction INTEGER NOT NULL REFERENCES corrections (id), directive TEXT NOT NULL,
    position INTEGER, start INTEGER,
    gives TEXT,  -- what this text gives
    state TEXT NOT NULL CHECK (state IN ('applied', 'superseded', 'review')),
    PRIMARY KEY (correction, directive)
) STRICT, WITHOUT ROWID;
CREATE INDEX applied_by_directive ON applied (directive);

CREATE TABLE removals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    directive TEXT NOT NULL, paths TEXT NOT NULL, name TEXT NOT NULL,
    person TEXT NOT NULL, at TEXT NOT NULL,
    undone_by TEXT, undone_at TEXT
) STRICT;
CREATE TABLE set_aside (id TEXT PRIMARY KEY, removal INTEGER NOT NULL REFERENCES removals (id)) STRICT, WITHOUT ROWID;

-- Roots whose documents with a secrecy stamp an office has allowed.
CREATE TABLE allowances (
    root TEXT PRIMARY KEY, person TEXT NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE directives ADD COLUMN secrecy TEXT;

-- Files that hold a near-copy of a directive's text, not the text itself; ``own`` is the id of what they hold.
CREATE TABLE copies (path TEXT PRIMARY KEY, directive TEXT NOT NULL, own TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bands (
    band INTEGER NOT NULL, value INTEGER NOT NULL, directive TEXT NOT NULL REFERENCES directives (id) ON DELETE CASCADE,
    PRIMARY KEY (band, value, directive)
) STRICT, WITHOUT ROWID;
CREATE INDEX bands_by_directive ON bands (directive);

DROP VIEW active;
DROP VIEW present;
-- Directives with a file; those of them that nobody has removed; the removed ones.
CREATE VIEW filed AS
    SELECT directive AS id, MIN(sample) AS sample FROM files WHERE status = 'ok' GROUP BY directive;
CREATE VIEW present AS SELECT id, sample FROM filed WHERE id NOT IN (SELECT id FROM set_aside);
CREATE VIEW removed AS SELECT id, sample FROM filed WHERE id IN (SELECT id FROM set_aside);
CREATE VIEW active AS
    SELECT id FROM present WHERE sample = 0 OR NOT EXISTS (SELECT 1 FROM present WHERE sample = 0);
"""
# What lets a build look only at what has changed.
_CHANGES_ONLY = """
-- The key of what a passage is found by; NULL: to be computed. An index that holds it need not be told the passage again.
ALTER TABLE passages ADD COLUMN content INTEGER;
CREATE TRIGGER passages_changed AFTER UPDATE OF directive, text, context, words ON passages
WHEN new.content IS NOT NULL AND (old.directive, old.text, old.context, old.words)
    IS NOT (new.directive, new.text, new.context, new.words)
BEGIN
    UPDATE passages SET content = NULL WHERE id = new.id;
END;
CREATE INDEX passages_without_content ON passages (id) WHERE content IS NULL;
CREATE INDEX passages_without_words ON passages (directive, position) WHERE retired IS NULL AND words = '';
CREATE INDEX passages_retired ON passages (retired) WHERE retired IS NOT NULL;
CREATE INDEX passages_in_order ON passages (directive, position, retired, content, start, id);
CREATE INDEX directives_by_retirement ON directives (retired, id);

-- The block (number and scope) of every mention that has taken part in the resolution; position -1: the directive itself.
CREATE TABLE blocks (
    directive TEXT NOT NULL, position INTEGER NOT NULL, number_key TEXT NOT NULL, scope TEXT NOT NULL,
    PRIMARY KEY (directive, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_key ON blocks (number_key, scope);

-- The directives whose blocks are up to date.
CREATE TABLE resolved (directive TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER directives_changed AFTER UPDATE OF text, number, type, issuer, province, date, title, body ON directives
BEGIN
    DELETE FROM resolved WHERE directive = new.id;
END;

-- An instrument as it is searched, until it is resolved anew.
CREATE TABLE entries (
    instrument TEXT PRIMARY KEY REFERENCES instruments (id) ON DELETE CASCADE,
    text TEXT NOT NULL, context TEXT NOT NULL, content INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_in_order ON entries (instrument, content);
"""


_PRINTED = """
ALTER TABLE directives ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE directives ADD COLUMN words BLOB NOT NULL DEFAULT x'';  -- where each word stands on its page
ALTER TABLE directives ADD COLUMN confidence REAL;  -- of the page that was recognised worst; NULL where none was
"""

# What tells form letters apart without reading them.
_DIGITS = """
-- Digests of all digits of a directive in their order, with the numbers of its pages and without them.
CREATE TABLE digits (
    digest INTEGER NOT NULL, directive TEXT NOT NULL REFERENCES directives (id) ON DELETE CASCADE,
    PRIMARY KEY (digest, directive)
) STRICT, WITHOUT ROWID;
CREATE INDEX digits_by_directive ON digits (directive);
"""

# Who cites what, in which way: every mention, by name too, and what the texts say that one instrument does to another.
_RELATIONS = """
ALTER TABLE citations ADD COLUMN form TEXT NOT NULL DEFAULT 'number';
ALTER TABLE citations ADD COLUMN refers INTEGER;
ALTER TABLE directives ADD COLUMN effects TEXT NOT NULL DEFAULT '[]';
CREATE TABLE relations (
    directive TEXT NOT NULL REFERENCES directives (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    source INTEGER, target INTEGER,  -- positions of citations; NULL: the directive itself
    part TEXT,
    PRIMARY KEY (directive, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_by_kind ON relations (kind);

-- What instruments are called: '' is the number of those that have none.
ALTER TABLE instruments ADD COLUMN name TEXT;
ALTER TABLE instruments ADD COLUMN name_key TEXT;
-- A mention that only points back at another one: it is resolved as that one is.
ALTER TABLE mentions ADD COLUMN pointing INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mentions_pointing ON mentions (directive) WHERE pointing = 1;
CREATE INDEX citations_short ON citations (directive) WHERE form = 'short';
CREATE INDEX instruments_by_name ON instruments (name_key) WHERE name_key IS NOT NULL;

-- The office's own table of instruments: what people have done to it, and every state that a row has had; the last counts.
CREATE TABLE office_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'import', 'undo')),
    person TEXT NOT NULL, at TEXT NOT NULL,
    file TEXT,  -- that was imported
    undoes INTEGER REFERENCES office_changes (id)
) STRICT;
CREATE TABLE office_rows (
    key TEXT NOT NULL,  -- of the instrument that it is about
    change INTEGER NOT NULL REFERENCES office_changes (id),
    row TEXT,  -- JSON, column to text; NULL: taken away
    person TEXT NOT NULL, at TEXT NOT NULL,  -- who stated it when; of a state that an undoing brings back, the first time
    PRIMARY KEY (key, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX office_rows_by_change ON office_rows (change);
"""

# What people thought of what they were shown: their words, and where the text stood; never the text itself.
_FEEDBACK = """
CREATE TABLE feedback (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,  -- minted where it is given: what is carried over twice is one row
    at TEXT NOT NULL,  -- UTC
    kind TEXT NOT NULL CHECK (kind IN ('up', 'down', 'click', 'undo')),
    undoes TEXT,  -- the id of the row that counts no more
    query TEXT NOT NULL, query_key TEXT NOT NULL, filters TEXT NOT NULL,
    about TEXT NOT NULL CHECK (about IN ('answer', 'passage')),
    passage TEXT, directive TEXT, start INTEGER, end INTEGER, content TEXT,  -- content: sha256 of the passage's text
    instrument TEXT, documents TEXT NOT NULL,  -- of an answer: what it names first, and what it rests on
    rank INTEGER, score REAL,
    generation TEXT, model TEXT, mode TEXT, command TEXT NOT NULL,
    shell TEXT NOT NULL CHECK (shell IN ('cli', 'web')),
    person TEXT, session TEXT, why TEXT,
    purged INTEGER NOT NULL DEFAULT 0,
    CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX feedback_by_directive ON feedback (directive);
"""

# What people learn: what they have read and answered. Of documents only hashes are kept, no text.
_TRAINING = """
CREATE TABLE lessons (
    learner TEXT NOT NULL,
    topic TEXT NOT NULL,
    content TEXT NOT NULL,  -- sha256 of the text of the passage that was read
    at TEXT NOT NULL,  -- UTC
    PRIMARY KEY (learner, topic, content)
) STRICT, WITHOUT ROWID;
CREATE TABLE studies (learner TEXT NOT NULL, topic TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (learner, topic)) STRICT, WITHOUT ROWID;
CREATE TABLE cards (
    learner TEXT NOT NULL,
    question TEXT NOT NULL,  -- id of what is asked: a hash of its kind, its answer and its passages' words
    due TEXT NOT NULL,  -- UTC
    card TEXT NOT NULL,  -- JSON, the scheduler's state
    PRIMARY KEY (learner, question)
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    learner TEXT NOT NULL, question TEXT NOT NULL, at TEXT NOT NULL,
    correct INTEGER NOT NULL CHECK (correct IN (0, 1))
) STRICT;
CREATE INDEX reviews_by_learner ON reviews (learner, question);
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _SECOND,
    _PRINTED,
    _PEOPLE,
    _CHANGES_ONLY,
    _DIGITS,
    _RELATIONS,
    _FEEDBACK,
    _TRAINING,
)


def migrate(connection: sqlite3.Connection, path: Path | None = None) -> None:
    """Bring the database up to this version's schema, each migration in its own transaction.

    Args:
        connection: to the database.
        path: of its file. An older one is kept beside it as it was, ``cancu.sqlite3.bak-1`` for the schema 1.

    Raises:
        SchemaError: a newer version wrote it.
    """
    version = _version(connection)
    if version > len(MIGRATIONS):
        msg = (
            f"Kho văn bản do bản Căn Cứ mới hơn ghi (lược đồ {version}, bản này biết đến {len(MIGRATIONS)}): "
            "hãy nâng cấp chương trình, hoặc đặt KB_HOME sang thư mục khác rồi chạy `kb build`."
        )
        raise SchemaError(msg)
    if path is not None and 0 < version < len(MIGRATIONS):
        keep(connection, path.with_name(f"{path.name}.bak-{version}"))
    for number in range(version, len(MIGRATIONS)):
        _apply(connection, number)


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the database has this version's schema."""
    return _version(connection) == len(MIGRATIONS)


def keep(connection: sqlite3.Connection, copy: Path) -> None:
    """Write a whole copy of the database, as of now, whoever else reads or writes it."""
    unfinished = copy.with_name(f".{copy.name}.{uuid4().hex}")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # One file, whole without a log beside it.
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def _apply(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == number:  # Nobody else was quicker.
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
