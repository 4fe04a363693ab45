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

    @property
    def segments(self) -> Path:
        """The files of all segments; generations share them."""
        return self.root / "segments"

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
    def segments(self) -> Path:
        """Where the segments lie that the generation names."""
        return self.root.parent.parent / "segments"

    def ids(self, kind: str) -> Path:
        """Ids of the passages or of the instruments, one per line: the line is the row."""
        return self.root / f"{kind}.txt"

    @property
    def words(self) -> Path:
        """Folded words of two syllables and more, one per line."""
        return self.root / "words.txt"

    @property
    def state(self) -> Path:
        """Which rows of each segment live and where they are, and what depends on all of them: the mean of the vectors."""
        return self.root / "state.arrays"
