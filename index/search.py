"""Search in one generation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index import candidates, dense, fusion, ranking, vocabulary
from index.accents import Accents
from index.analysis import Terms, analyse, has_diacritics, segmented
from index.encoders import Encoder, cross, open_encoder
from index.encoders.cross import Rerank
from index.errors import DamagedGenerationError
from index.generation import INSTRUMENTS, PASSAGES, Generation, Opened, current_id, open_current, open_named
from index.lexical import WEIGHTS as FIELD_WEIGHTS
from index.lexical import Lexical
from index.nearest import Nearest, Windows
from index.pruned import Pruned
from index.segment import read_clusters, read_vectors
from index.types import Hit
from ingest.text import normalise

Mode = Literal["hybrid", "lexical", "dense"]
Allowed = Collection[str] | Callable[[str], bool] | None
Scores = NDArray[np.float32]


class Index:
    """An opened generation. It stays on it whatever is built meanwhile.

    Everything is read, or held open (memory-mapped), from the start: the folder may be collected under a long reader.

    Args:
        generation: what to read.
        encoder: the model that the generation was built with.
    """

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        self.manifest = generation.manifest
        self._encoder = encoder
        with self._reading():
            self._load(generation)

    def _load(self, generation: Generation) -> None:
        opened = Opened.of(generation)
        self.passages = opened.ids[PASSAGES]
        self._instrument_ids = opened.ids[INSTRUMENTS]
        self._parts = opened.parts[PASSAGES]
        self._lexical = Lexical(self._parts, len(self.passages))
        self._ranking = ranking.Ranking(self._lexical)
        self._instruments = Lexical(opened.parts[INSTRUMENTS], len(self._instrument_ids))
        names = ("forms", "form_counts", "pairs", "pair_counts")
        less = [dict(zip(names, opened.of_part(number, *names), strict=True)) for number in range(len(self._parts))]
        self._accents = Accents.of([(part.segment, own) for part, own in zip(self._parts, less, strict=True)])
        self._mean: NDArray[np.float32] = opened.state["mean"]
        folder = generation.files.segments
        windows = [
            Windows(
                part,
                read_vectors(folder, part.name),
                read_clusters(folder, part.name),
                opened.of_part(number, "lengths")[0],
                len(self.passages),
            )
            for number, part in enumerate(self._parts)
        ]
        self._nearest = Nearest(windows, len(self.passages), self._mean)
        self.words = opened.words
        """Folded words of two syllables and more that the segmenter found in the collection."""

    @classmethod
    def open(
        cls, home: Path, *, model: str | None = None, name: str | None = None, revision: str | None = None
    ) -> Index:
        """Open a generation.

        Args:
            home: folder of all generations.
            model: name of the model; ``None`` takes ``KB_MODEL`` or the default one.
            name: id of the generation; ``None``: the one that serves.
            revision: of the database that is read along with it; ``None``: any.

        Raises:
            IndexingError: there is none, it does not fit, or it is damaged.
        """
        encoder = open_encoder(model)
        serving = current_id(home)
        if serving is None:  # Removed, or a first build was killed before it: one clear line says so.
            return cls(open_current(home, encoder), encoder)
        return cls(open_named(home, name or serving, encoder, revision), encoder)

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        allowed: Allowed = None,
        mode: Mode = "hybrid",
        rerank: Rerank | None = None,
        without: Collection[str] = (),
    ) -> list[Hit]:
        """The best passages for a question.

        A filter is exact: the candidates are those of the unfiltered search without the passages that are not allowed. The
        ranker orders the candidates that there are: what is not allowed plays no part.

        Args:
            query: in any typing.
            k: hits at most.
            allowed: ids of the passages that may be returned, or a test of an id; ``None`` allows all.
            mode: which retrievers take part; only all together are ranked by the learned ranker.
            rerank: reads the best hits again and orders them; for the fused ranking alone.
            without: parts that are left out to see what they bring: fields of the analysis, ``ranker``.
        """
        if rerank is not None and mode == "hybrid":
            hits = self.search(query, k=max(k, cross.DEPTH), allowed=allowed, without=without)
            return rerank(self.accented(query), hits)[:k]
        ranked = mode == "hybrid" and "ranker" not in without
        count = max(k, ranking.DEPTH) if ranked else max(k, 1)
        found = self.candidates(query, count, allowed=allowed, mode=mode, without=without)
        if found is None:
            return []
        if ranked:
            found = self._ranking.ranked(self.terms(self.accented(query)), found)
        lexical = found.scores.get("lexical")
        ranks = {name: _ranks(own) for name, own in found.scores.items()}
        return [
            Hit(
                passage=self.passages[found.rows[place]],
                score=float(found.fused[place]),
                ranks={
                    name: int(own[place])
                    for name, own in ranks.items()
                    if name != "lexical" or found.scores[name][place] > 0
                },
                scores={name: float(own[place]) for name, own in found.scores.items()},
            )
            for place in range(min(k, len(found.rows)))
            if mode != "lexical" or lexical is None or lexical[place] > 0
        ]

    def candidates(
        self,
        query: str,
        count: int,
        *,
        allowed: Allowed = None,
        mode: Mode = "hybrid",
        without: Collection[str] = (),
    ) -> candidates.Found | None:
        """The rows that a question may mean, the best first.

        Args:
            query: in any typing.
            count: as many of the first are certain to be the best; some more may follow.
            allowed: as in :meth:`search`.
            mode: likewise.
            without: fields of the analysis that are left out.

        Returns:
            ``None`` where no retriever knows anything of the question.
        """
        accented = self.accented(query)
        terms = self.terms(accented) if mode != "dense" else None
        fields = {name: weight for name, weight in FIELD_WEIGHTS.items() if name not in without}
        weighed = self._lexical.weigh(terms, fields) if terms else []
        vector = self._vector(accented) if mode != "lexical" else None
        if not self.passages or (not weighed and vector is None):
            return None
        utmost = self._lexical.utmost(terms, fields) if terms else 0.0
        search = candidates.Search(
            len(self.passages),
            Pruned(self._lexical, weighed) if weighed else None,
            self._nearest.near(vector, count) if vector is not None else None,
            fusion.weights(utmost) if mode == "hybrid" else dict.fromkeys(("lexical", "dense"), np.float32(1)),
            1.0 if mode == "hybrid" else utmost,
            None if allowed is None else self._mask(allowed),
        )
        return search.best(count)

    def described(self, query: str) -> tuple[list[str], dict[str, Scores]] | None:
        """The passages that are ranked for a question, and their features: what the ranker learns from."""
        found = self.candidates(query, ranking.DEPTH)
        if found is None:
            return None
        count = min(ranking.DEPTH, len(found.rows))
        features = self._ranking.features(self.terms(self.accented(query)), found, count)
        return [self.passages[row] for row in found.rows[:count]], features

    def scores(self, query: str, *, mode: Mode = "hybrid") -> dict[str, Scores]:
        """Each retriever's score of every passage, in the order of :attr:`passages`; a retriever that knows nothing of the question is left out."""
        found: dict[str, Scores] = {}
        if mode != "dense":
            lexical = self._lexical.scores(self.terms(self.accented(query)))
            if lexical.any():
                found["lexical"] = lexical
        if mode != "lexical":
            vector = self._vector(self.accented(query))
            if vector is not None:
                found["dense"] = self._nearest.all(vector)
        return found

    def _vector(self, accented: str) -> NDArray[np.float32] | None:
        """The normalised vector of a question; ``None`` where the model knows none of its words."""
        vector = self._encoder.encode_query(accented)
        return dense.normalised(vector, self._mean) if vector.any() else None

    def search_instruments(self, query: str, *, k: int = 10) -> list[Hit]:
        """The instruments whose number, subject or citing passages hold most of a question.

        Args:
            query: in any typing.
            k: hits at most.
        """
        terms = self.terms(query)
        weighed = self._instruments.weigh(terms)
        if not weighed:
            return []
        pruned, utmost = Pruned(self._instruments, weighed), self._instruments.utmost(terms)
        alone = {"lexical": np.float32(1)}
        best = candidates.Search(len(self._instrument_ids), pruned, None, alone, utmost, None).best(max(k, 1))
        places = [place for place in range(min(k, len(best.rows))) if best.fused[place] > 0]
        found = [(self._instrument_ids[best.rows[place]], float(best.fused[place])) for place in places]
        return [
            Hit(ident, score, ranks={"lexical": rank}, scores={"lexical": score})
            for rank, (ident, score) in enumerate(found, start=1)
        ]

    def terms(self, query: str) -> Terms:
        """The terms of a question, its words by longest match over those that the collection knows."""
        return analyse(query, segmented(query, self.words))

    def accented(self, query: str) -> str:
        """The question itself; with the diacritics that it most probably means where it was typed without any."""
        if has_diacritics(query):
            return query
        text = normalise(query)
        terms = analyse(text)
        for (start, end), form in zip(terms.offsets, self._accents.restore(terms.syllables), strict=True):
            if form.isalpha():  # Numbers and symbols stay as they were typed.
                text = text[:start] + form + text[end:]
        return text

    def df(self, token: str) -> int:
        """In how many passages a folded syllable, a symbol or a pair (``giam_sat``) stands."""
        return self._lexical.frequency(token)

    def knows(self, query: str) -> bool:
        """Whether the collection holds any syllable, figure or symbol of a question."""
        terms = analyse(query)
        return any(self.df(token) for token in (*terms.syllables, *terms.symbols))

    def suggest(self, token: str) -> str | None:
        """The known syllable or pair that an unknown one was meant to be; ``None`` when it is known or nothing is near."""
        known = self._lexical.known("pairs" if "_" in token else "syllables")
        return vocabulary.nearest(token, known, self.df)

    def _mask(self, allowed: Collection[str] | Callable[[str], bool]) -> NDArray[np.bool_]:
        if callable(allowed):
            test = allowed
        else:
            test = (allowed if isinstance(allowed, (set, frozenset)) else frozenset(allowed)).__contains__
        return np.fromiter((test(name) for name in self.passages), dtype=np.bool_, count=len(self.passages))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Whatever goes wrong with a file of the generation says what to do."""
        try:
            yield
        except (OSError, ValueError, KeyError, RuntimeError, EOFError) as error:
            raise DamagedGenerationError(
                f"Chỉ mục {self.manifest.id} bị thiếu hoặc hỏng tệp; hãy dựng lại bằng: kb build"
            ) from error


def _ranks(scores: Scores) -> NDArray[np.intp]:
    """Rank from 1 of each among all; equals share one."""
    ordered = np.sort(scores)
    return len(ordered) - np.searchsorted(ordered, scores, side="right") + 1
