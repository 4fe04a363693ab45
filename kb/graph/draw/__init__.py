"""Pictures of a graph as SVG, laid out here: no program for drawing graphs is needed."""

from __future__ import annotations

from kb.graph.draw.around import draw_neighbourhood
from kb.graph.draw.shared import draw_sharing
from kb.graph.draw.up import draw_chains

__all__ = ["draw_chains", "draw_neighbourhood", "draw_sharing"]
