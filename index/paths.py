"""The name of every file of the index, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where all generations lie."""

    root: Path

    @property
    def current(self) -> Path:
        """Holds the id of the generation that serves."""
        return self.root / "CURRENT"

    @property
    def generations(self) -> Path:
        """One folder per generation."""
        return self.root / "generations"

    def files(self, generation: str) -> Files:
        """The files of one generation."""
        return Files(self.generations / generation)

    def unfinished(self, generation: str) -> Files:
        """Where a generation is written before it takes its place."""
        return Files(self.generations / f".unfinished-{generation}")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one generation."""

    root: Path

    @property
    def manifest(self) -> Path:
        """Settings, counts and fingerprint; written last."""
        return self.root / "manifest.json"

    @property
    def passages(self) -> Path:
        """Ids of the passages, one per line: the line is the row."""
        return self.root / "passages.txt"

    @property
    def words(self) -> Path:
        """Folded words of two syllables and more, one per line."""
        return self.root / "words.txt"

    @property
    def accents(self) -> Path:
        """How the collection writes folded syllables."""
        return self.root / "accents.json"

    @property
    def lexical(self) -> Path:
        """One folder per field."""
        return self.root / "lexical"

    @property
    def vectors(self) -> Path:
        """FAISS index of the windows."""
        return self.root / "windows.faiss"

    @property
    def owners(self) -> Path:
        """Row of the passage of each window."""
        return self.root / "owners.npy"

    @property
    def mean(self) -> Path:
        """Mean of the raw vectors."""
        return self.root / "mean.npy"

    @property
    def instruments(self) -> Path:
        """Ids of the instruments, one per line: the line is the row."""
        return self.root / "instruments.txt"

    @property
    def instruments_lexical(self) -> Path:
        """One folder per field; absent where there are no instruments."""
        return self.root / "instruments"
