"""Asking: from a question to an answer whose every sentence is carried by passages."""

from kb.ask.answer import Answer, Evidence, Statement
from kb.ask.ask import ask
from kb.ask.scope import Filters

__all__ = ["Answer", "Evidence", "Filters", "Statement", "ask"]
