"""What can go wrong around a collection.

::

    KbError
    ├── UsageError                    what was asked for cannot be done as asked (exit status 2)
    │   ├── HomeError                 KB_HOME names no place
    │   ├── SettingError              a setting of the environment has no usable value
    │   ├── MissingPathError          a given path does not exist
    │   ├── NoRootsError              nothing to build: no path given and none remembered
    │   ├── NoCollectionError         nothing has been built yet
    │   ├── UnknownDocumentError      no document goes by that id, number or file name
    │   ├── AmbiguousDocumentError    several do
    │   ├── OriginalError             the file that a document was read from cannot be shown
    │   └── BackupError               a backup cannot be written there, or is none, or is damaged
    └── StoreError                    the collection on disk cannot be used
        ├── SchemaError               written by a newer version
        ├── DamagedStoreError         not a database, or a broken one
        └── LockedError               another process is writing

Every message is one line in Vietnamese: what, where, and what to do next. Errors of single files are
:class:`ingest.errors.IngestError`; a build reports them and goes on.
"""

from __future__ import annotations


class KbError(Exception):
    """Something around a collection failed; ``str(error)`` is fit for a person."""


class UsageError(KbError):
    """Bad usage or bad input."""


class HomeError(UsageError):
    """``KB_HOME`` names no place."""


class SettingError(UsageError):
    """A setting of the environment has a value that cannot be used."""


class OriginalError(UsageError):
    """The file that a document was read from is gone, has changed, or has no pages."""


class MissingPathError(UsageError):
    """A given file or folder does not exist."""


class NoRootsError(UsageError):
    """A build without a path, and no path is remembered."""


class NoCollectionError(UsageError):
    """There is no collection yet."""


class UnknownDocumentError(UsageError):
    """No document of the collection is meant by what was given."""


class AmbiguousDocumentError(UsageError):
    """Several documents are meant by what was given; the message lists them."""


class BackupError(UsageError):
    """A backup cannot be written where it should, or what is to be restored is no whole backup."""


class StoreError(KbError):
    """The collection on disk cannot be used."""


class SchemaError(StoreError):
    """The database has a schema that this version does not know."""


class DamagedStoreError(StoreError):
    """The database cannot be read."""


class LockedError(StoreError):
    """Another process holds the lock for writing."""
