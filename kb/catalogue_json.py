"""The JSON of the tables of instruments: rows, changes, and what they state of one instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.catalogue.in_force import InForce
    from kb.catalogue.known import Row
    from kb.catalogue.sheet import Bad
    from kb.catalogue.standing import Standing
    from kb.office import Change

Json = dict[str, Any]


def row_json(row: Row) -> Json:
    """A row; the names are those of its columns."""
    return {
        "number": row.number,
        "type": row.type or None,
        "date": row.date or None,
        "issuer": row.issuer or None,
        "province": row.province or None,
        "title": row.title or None,
        "status": row.status,
        "from": row.begins or None,
        "to": row.ends or None,
        "relations": [
            {
                "kind": one.kind,
                "direction": one.direction,
                "number": one.number,
                "date": one.date or None,
                "text": str(one),
            }
            for one in row.relations
        ],
        "note": row.note or None,
        "source": row.source,
        "who": row.who,
        "by": row.by or None,
        "at": row.at or None,
    }


def change_json(change: Change) -> Json:
    """A change; of each row what it said before and after, ``null`` where it was not there."""
    made = change.made
    return {
        "id": made.id,
        "kind": made.kind,
        "by": made.by,
        "at": made.at,
        "file": made.file,
        "undoes": made.undoes,
        "undone_by": made.undone,
        "rows": [
            {
                "number": one.number,
                "before": None if one.before is None else row_json(one.before),
                "after": None if one.after is None else row_json(one.after),
            }
            for one in change.rows
        ],
    }


def bad_json(item: Bad) -> Json:
    """What is wrong with a line of an imported file."""
    return {"line": item.line, "column": item.column, "message": item.message}


def standing_json(standing: Standing) -> Json:
    """What tables state of an instrument, for ``kb instrument``."""
    return {
        "row": None if standing.row is None else row_json(standing.row),
        "shipped": None if standing.beside is None else row_json(standing.beside),
        "relations": [
            {
                "kind": one.kind,
                "direction": one.direction,
                "text": one.text,
                "number": one.number,
                "date": one.date or None,
                "instrument": one.instrument,
                "source": one.row.told_source,
                "who": one.row.who,
            }
            for one in standing.relations
        ],
    }


def force_json(force: InForce) -> Json:
    """The standing of an instrument on a day, and what is said to have been done to it."""
    return {
        "as_of": force.as_of,
        "status": force.status,
        "since": force.since,
        "told": force.told or None,
        "by": force.by,
        "by_name": force.by_name,
        "source": force.source,
        "acts": [
            {
                "kind": act.kind,
                "by": act.by,
                "by_name": act.by_name,
                "part": act.part,
                "since": act.since,
                "document": act.directive,
                "start": act.span.start if act.span else None,
                "end": act.span.end if act.span else None,
                "source": act.source,
            }
            for act in force.acts
        ],
    }
