"""What can go wrong in the index.

::

    IndexingError
    ├── NoGenerationError        nothing was built yet
    ├── StaleGenerationError     built with another schema, model, analyser or dimension
    ├── DamagedGenerationError   a file of the generation is missing or cannot be read
    ├── ModelError               the embedding model is missing, altered or cannot be used
    └── EvaluationError          a folder that is no BEIR collection

Every message is one line in Vietnamese: what, where, and what to do next.
"""

from __future__ import annotations


class IndexingError(Exception):
    """The index could not be built or opened; ``str(error)`` is fit for a person."""


class NoGenerationError(IndexingError):
    """Nothing was built yet."""


class StaleGenerationError(IndexingError):
    """The index on disk was built with other settings than are asked for."""


class DamagedGenerationError(IndexingError):
    """A file of the generation is missing or unreadable."""


class ModelError(IndexingError):
    """The embedding model is missing, altered or cannot be used."""


class EvaluationError(IndexingError):
    """The folder is no BEIR collection."""
