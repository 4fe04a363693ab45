"""Learning the weights of the ranker: ``python -m index.ranking.train FOLDER… [--split dev] [--ablate] [--write]``.

FOLDER is a BEIR collection. Each counts alike, however many questions it has. The loss is ListNet's top one: the cross
entropy of the judged candidates under a softmax of the scores (Cao et al., *Learning to Rank: From Pairwise Approach to
Listwise Approach*, 2007), plus the squares of the weights (of features of mean 0 and deviation 1) times :data:`PENALTY`. The
shipped net is several that were begun differently, side by side: their mean. What is printed for a folder is learned without it, or without the documents in question:

* *others*: learned on the other folders alone;
* *folds*: learned on all folders less a quarter of the groups of documents (documents of one title are a group), measured on
  the questions about that quarter.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index import evaluate
from index.encoders import open_encoder
from index.ranking import DEPTH
from index.ranking.features import FEATURES
from index.ranking.ranker import WEIGHTS, Ranker

if TYPE_CHECKING:
    import torch

    Lists = tuple[torch.Tensor, torch.Tensor, torch.Tensor]

Column = NDArray[np.float32]

PENALTY = 0.003
STEPS = 800
RATE = 0.003
BATCH = 64
"""Questions of each folder in one step."""
UNITS = 32
"""Hidden units of one net."""
NETS = 3
DROPPED = 0.2
"""The share of units that sits out a step of learning."""
FOLDS = 4
GROUPS = {
    "headings": ("covc",),
    "late interaction": ("ms", "msc", "msmin", "msw30", "msw30c", "msw30c-"),
    "pairs": ("covp", "wp30", "covp-"),
    "words": ("covw", "bm_w"),
    "windows": ("w30", "wc30", "wp30", "wpos", "wfocus", "msw30", "msw30c", "w30-", "msw30c-"),
    "opening": ("head8", "focus8"),
    "distances": tuple(name for name in FEATURES if name.endswith("-")),
}
"""Features that stand or fall together, for ``--ablate``."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The questions of a folder.

    Attributes:
        features: shape ``(questions, DEPTH, features)``.
        grades: 1 for a judged candidate, shape ``(questions, DEPTH)``.
        there: which candidates there are.
        judged: how many documents each question has in all.
        groups: of the judged document of each question.
    """

    features: NDArray[np.float32]
    grades: NDArray[np.float32]
    there: NDArray[np.bool_]
    judged: NDArray[np.int64]
    groups: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> Sample:
        """Some of the questions."""
        return Sample(*(getattr(self, name)[chosen] for name in ("features", "grades", "there", "judged", "groups")))


def ndcg(ranker: Ranker, sample: Sample) -> NDArray[np.float64]:
    """nDCG@10 of each question."""
    columns = {name: sample.features[:, :, place].reshape(-1) for place, name in enumerate(FEATURES)}
    scores = ranker.scores(columns).reshape(sample.there.shape)
    order = np.argsort(-np.where(sample.there, scores, -np.inf), axis=1, kind="stable")[:, :10]
    gains = np.take_along_axis(sample.grades, order, axis=1) / np.log2(np.arange(2, 12))
    ideal = np.array([sum(1 / math.log2(place + 2) for place in range(min(10, count))) for count in sample.judged])
    found: NDArray[np.float64] = gains.sum(axis=1) / ideal
    return found


def read(folder: Path, split: str) -> Sample:
    """Search every question of a folder, and keep the features of its candidates."""
    test, encoder = evaluate.Judged.read(folder, split), open_encoder()
    titles = {passage.id: passage.context.split(" - ")[0] for passage in test.passages}
    size = len(test.queries)
    features = np.zeros((size, DEPTH, len(FEATURES)), dtype=np.float32)
    grades, there = np.zeros((size, DEPTH), dtype=np.float32), np.zeros((size, DEPTH), dtype=np.bool_)
    with TemporaryDirectory(prefix="cancu-train-") as home:
        index = test.index(Path(home), encoder)
        for place, (name, query) in enumerate(test.queries.items()):
            found = index.described(query)
            if found is None:
                continue
            ids, columns = found
            features[place, : len(ids)] = np.stack([columns[column] for column in FEATURES], axis=1)
            grades[place, : len(ids)] = [ident in test.qrels[name] for ident in ids]
            there[place, : len(ids)] = True
    judged = np.array([len(test.qrels[name]) for name in test.queries])
    groups = [zlib.crc32(titles.get(min(test.qrels[name]), "").encode()) % FOLDS for name in test.queries]
    return Sample(features, grades, there, judged, np.array(groups))


def learn(samples: Sequence[Sample], names: Sequence[str]) -> Ranker:
    """The net over these features that orders the samples best."""
    columns = [FEATURES.index(name) for name in names]
    known = np.concatenate([sample.features[sample.there][:, columns] for sample in samples])
    mean, scale = known.mean(axis=0), known.std(axis=0) + 1e-6
    lists = [_lists(sample, columns, mean, scale) for sample in samples]
    nets = [_net(lists, len(columns), seed) for seed in range(NETS)]
    hidden = np.concatenate([net[0].weight.detach().numpy().T for net in nets], axis=1) / scale[:, None]
    bias = np.concatenate([net[0].bias.detach().numpy() for net in nets]) - mean @ hidden
    output = np.concatenate([net[3].weight.detach().numpy()[0] for net in nets]) / NETS
    return Ranker(tuple(names), hidden.astype(np.float32), bias.astype(np.float32), output.astype(np.float32))


def _lists(sample: Sample, columns: Sequence[int], mean: Column, scale: Column) -> Lists:
    import torch

    useful = sample.of(np.asarray(sample.grades.any(axis=1), dtype=np.bool_))
    shares = useful.grades / useful.grades.sum(axis=1, keepdims=True)
    standard = ((useful.features[:, :, columns] - mean) / scale).astype(np.float32)
    return torch.as_tensor(standard), torch.as_tensor(shares), torch.as_tensor(useful.there)


def _net(lists: Sequence[Lists], size: int, seed: int) -> torch.nn.Sequential:
    import torch

    torch.set_num_threads(1)  # The steps are small; threads would wait for each other.
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(size, UNITS), torch.nn.ReLU(), torch.nn.Dropout(DROPPED), torch.nn.Linear(UNITS, 1, bias=False)
    )
    steps = torch.optim.Adam(net.parameters(), lr=RATE)
    for _ in range(STEPS):
        steps.zero_grad()
        loss = PENALTY * ((net[0].weight ** 2).sum() + (net[3].weight ** 2).sum())
        for standard, shares, there in lists:
            some = torch.randint(len(standard), (BATCH,))
            scores = torch.log_softmax(net(standard[some])[..., 0].masked_fill(~there[some], -1e9), dim=1)
            loss = loss - (scores * shares[some]).sum(dim=1).mean() / len(lists)
        loss.backward()
        steps.step()
    return net.eval()


def crossed(samples: Sequence[Sample], names: Sequence[str]) -> list[float]:
    """nDCG@10 of each folder, each question measured by weights that were learned without its group."""
    values = [np.zeros(len(sample.judged)) for sample in samples]
    for fold in range(FOLDS):
        learned = learn([_part(sample, fold, inside=False) for sample in samples], names)
        for own, sample in zip(values, samples, strict=True):
            own[sample.groups == fold] = ndcg(learned, _part(sample, fold, inside=True))
    return [float(own.mean()) for own in values]


def _part(sample: Sample, fold: int, *, inside: bool) -> Sample:
    chosen: NDArray[np.bool_] = np.array(
        [(group == fold) == inside for group in sample.groups.tolist()], dtype=np.bool_
    )
    return sample.of(chosen)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, print what it brings, and write the weights where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--ablate", action="store_true", help="learn without each group of features")
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    given = parser.parse_args(arguments)
    names = [folder.name for folder in given.folders]
    samples = [read(folder, given.split) for folder in given.folders]
    _say("all features, folds", names, crossed(samples, FEATURES))
    if len(samples) > 1:
        others = [[one for one in samples if one is not sample] for sample in samples]
        found = [float(ndcg(learn(rest, FEATURES), own).mean()) for rest, own in zip(others, samples, strict=True)]
        _say("all features, others", names, found)
    for group, dropped in GROUPS.items() if given.ablate else ():
        left = [name for name in FEATURES if name not in dropped]
        _say(f"without {group}, folds", names, crossed(samples, left))
    learned = learn(samples, FEATURES)
    _say("all features, on what they were learned from", names, [float(ndcg(learned, one).mean()) for one in samples])
    if given.write:
        _write(learned, names)


def _write(ranker: Ranker, names: Sequence[str]) -> None:
    arrays = {name: getattr(ranker, name).round(5).tolist() for name in ("hidden", "bias", "output")}
    found = {"trained_on": list(names), "features": list(ranker.features), **arrays}
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
    Path(__file__).with_name(WEIGHTS).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def _say(what: str, names: Sequence[str], values: Sequence[float]) -> None:
    figures = "  ".join(f"{name} {value:.4f}" for name, value in zip(names, values, strict=True))
    sys.stdout.write(f"{what:48} {figures}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
