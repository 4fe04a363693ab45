"""Documents side by side: what they share, what only one has, numbers beside numbers; and what changed in one."""

from kb.comparing.compare import compare
from kb.comparing.types import ASPECTS, Aspect, Comparison, Item, Remark, Row

__all__ = ["ASPECTS", "Aspect", "Comparison", "Item", "Remark", "Row", "compare"]
