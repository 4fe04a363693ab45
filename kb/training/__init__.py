"""Training new officers: a glossary, quizzes and paths through a collection, every line of them with its passage."""

from __future__ import annotations

from kb.training.making import quiz
from kb.training.material import Material
from kb.training.paths import path
from kb.training.terms import glossary
from kb.training.types import Expansion, Fact, Proof, Question, Quiz, Term

__all__ = ["Expansion", "Fact", "Material", "Proof", "Question", "Quiz", "Term", "glossary", "path", "quiz"]
