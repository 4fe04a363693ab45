"""One function for each thing that may be replied: it adds statements to the composer, or leaves it as it was."""

from kb.ask.replies.documents import (
    reply_bases,
    reply_header,
    reply_person,
    reply_recipients,
    reply_signer,
)
from kb.ask.replies.instruments import best_mention, reply_citing, reply_instrument
from kb.ask.replies.outline import (
    reply_section,
    reply_steps,
    sections_about,
    stepped_section,
    target_sections,
)
from kb.ask.replies.quotes import reply_units

__all__ = [
    "best_mention",
    "reply_bases",
    "reply_citing",
    "reply_header",
    "reply_instrument",
    "reply_person",
    "reply_recipients",
    "reply_section",
    "reply_signer",
    "reply_steps",
    "reply_units",
    "sections_about",
    "stepped_section",
    "target_sections",
]
