"""Diacritics put back on a question that was typed without any, by the collection's own neighbours.

The lexical fields that are folded need no such thing, but an embedding model reads "giam sat" as foreign words. The
most probable reading is found by the Viterbi algorithm over pairs of syllables as the collection writes them.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.analysis import Terms
from ingest.text import fold

SMOOTHING = 0.2
"""Weight of how common a syllable is against what stands before it."""


@dataclass(frozen=True, slots=True)
class Accents:
    """How often each accented form and each pair of them occurs.

    Attributes:
        forms: accented forms by folded syllable, with counts.
        pairs: counts of accented neighbours, joined by a space.
    """

    forms: Mapping[str, Mapping[str, int]]
    pairs: Mapping[str, int]

    @classmethod
    def learn(cls, passages: Iterable[Terms]) -> Accents:
        """Count what passages write."""
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        pairs: Counter[str] = Counter()
        for terms in passages:
            for syllable, form in zip(terms.syllables, terms.accented, strict=True):
                forms[syllable][form] += 1
            pairs.update(f"{left} {right}" for left, right in zip(terms.accented, terms.accented[1:], strict=False))
        return cls(dict(forms), pairs)

    @classmethod
    def load(cls, path: Path) -> Accents:
        """Read what :meth:`save` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["forms"], data["pairs"])

    def save(self, path: Path) -> None:
        """Write JSON."""
        path.write_text(json.dumps({"forms": self.forms, "pairs": self.pairs}, ensure_ascii=False), encoding="utf-8")

    def restore(self, syllables: Sequence[str]) -> tuple[str, ...]:
        """The most probable accented reading of folded syllables; unknown ones stay as they are.

        >>> from index.analysis import analyse
        >>> Accents.learn([analyse("giám sát, giảm nghèo, sắt thép")]).restore(("giam", "sat"))
        ('giám', 'sát')
        """
        if not syllables:
            return ()
        best: dict[str, tuple[float, str | None]] = {"": (0.0, None)}
        columns: list[dict[str, tuple[float, str | None]]] = []
        for syllable in syllables:
            best = {form: self._best(best, syllable, form) for form in self.forms.get(syllable, {syllable: 1})}
            columns.append(best)
        form: str | None = max(sorted(best), key=lambda form: best[form][0])
        path: list[str] = []
        for column in reversed(columns):
            path.append(form or "")
            form = column[form or ""][1]
        return tuple(reversed(path))

    def _best(
        self, before: Mapping[str, tuple[float, str | None]], syllable: str, form: str
    ) -> tuple[float, str | None]:
        """The best probability of a form and the form before it."""
        counts = self.forms.get(syllable, {})
        share = counts[form] / sum(counts.values()) if form in counts else 1.0
        return max((score + self._log(previous, form, share), previous) for previous, (score, _) in before.items())

    def _log(self, previous: str, form: str, share: float) -> float:
        if not previous:
            return math.log(share)
        together = self.pairs.get(f"{previous} {form}", 0)
        alone = self.forms.get(fold(previous), {}).get(previous, 0)
        return math.log((together + SMOOTHING * share) / (alone + SMOOTHING))
