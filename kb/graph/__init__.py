"""The citation graph of a collection: who cites whom and how, what provinces share, what a plan rests on."""

from __future__ import annotations

from kb.graph.build import build
from kb.graph.types import Edge, Graph, Group, Node, Unresolved

__all__ = ["Edge", "Graph", "Group", "Node", "Unresolved", "build"]
