"""Ids of instruments: minted once, kept over rebuilds, redirected when two turn out to be one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.catalogue.resolve import Cluster
from kb.catalogue.words import content


@dataclass(frozen=True, slots=True)
class Minting:
    """The ids of the clusters, in their order; what is minted for which of their keys; old ids and their new ones."""

    ids: tuple[str, ...]
    minted: dict[str, str]
    redirects: dict[str, str]


def mint(clusters: Sequence[Cluster], minted: Mapping[str, str], others: Iterable[str] = ()) -> Minting:
    """Give every cluster its id: the one that its keys already have, else a new one.

    Args:
        clusters: all of some blocks.
        minted: every key that an id was ever given to.
        others: ids of the instruments of other blocks, which are taken.

    A key is number, scope and date; of an undated instrument the date is empty while it is alone in its block, so that
    it keeps its id when a document comes that knows the date.
    """
    keys = [_keys(cluster, clusters_in_block) for cluster, clusters_in_block in _with_neighbours(clusters)]
    elsewhere = frozenset(others)
    taken: dict[str, int] = dict.fromkeys(elsewhere, -1)
    # Where a merged instrument falls apart again, the id stays with the part that it was made from.
    for number, own in enumerate(keys):
        for key in own:
            if minted.get(key) == _id(key):
                taken.setdefault(_id(key), number)
    ids: list[str] = []
    for number, own in enumerate(keys):
        ids.append(_claim(number, own, minted, taken))
    now = {key: ident for own, ident in zip(keys, ids, strict=True) for key in own}
    current = elsewhere.union(ids)
    redirects = {
        old: ident
        for own, ident in zip(keys, ids, strict=True)
        for old in {minted.get(key, ident) for key in own} | {_id(key) for key in own if key in minted}
        if old not in current
    }
    return Minting(tuple(ids), now, redirects)


def _claim(number: int, keys: Sequence[str], minted: Mapping[str, str], taken: dict[str, int]) -> str:
    for ident in (*(minted[key] for key in keys if key in minted), *(_id(key) for key in keys)):
        if taken.setdefault(ident, number) == number:
            return ident
    return _id("|".join(keys))


def _with_neighbours(clusters: Sequence[Cluster]) -> list[tuple[Cluster, int]]:
    counts: dict[tuple[str, str], int] = {}
    for cluster in clusters:
        counts[cluster.block] = counts.get(cluster.block, 0) + 1
    return [(cluster, counts[cluster.block]) for cluster in clusters]


def _keys(cluster: Cluster, in_block: int) -> list[str]:
    block = "|".join(cluster.block)
    keys = [f"{block}|{date}" for date in cluster.dates]
    if in_block == 1:
        keys.append(f"{block}|")
    elif not keys:
        keys.append(f"{block}|~{_label(cluster)}")
    return keys


def _label(cluster: Cluster) -> str:
    """What tells an undated instrument from others of its block: the words of its subject, else its issuer."""
    told = [item.title or "" for item in cluster.stated] + [item.issuer or "" for item in cluster.stated]
    return " ".join(content(next((text for text in told if text), ""))[:8])


def _id(key: str) -> str:
    return "i" + hashlib.sha256(key.encode()).hexdigest()[:11]
