"""How long something takes and who decides, and what is held meanwhile: as values, from the fields that say so."""

from freehand.errors import shown
from freehand.formats import shapes
from freehand.formats.declared import Declared
from freehand.formats.forms import Counted
from freehand.formats.reading import Key, Part
from freehand.plans.activity import Duration, Hold
from freehand.plans.scenario import Span
from freehand.quantities import show_duration


def duration_of(part: Part, choose: Key[Span], nature: Key[Span]) -> Duration | None:
    """The duration of a part that names who decides under one of two keys; None where neither could be read."""
    key = choose if part.has(choose) else nature
    return lead_of(part, key, chosen=key is choose)


def lead_of(part: Part, key: Key[Span], chosen: bool = False) -> Duration | None:
    """The duration under one key, nature's unless ``chosen``; None where it could not be read."""
    span = part.get(key)
    if span is None:
        return None
    floor = part.get(shapes.NEVER_UNDER) or 0
    if floor > span.low:
        part.fault(
            shapes.NEVER_UNDER,
            f"it is never under {show_duration(floor)}, and yet it may take {show_duration(span.low)}",
            "nothing takes less than the least its owner could bring it to.",
            "Raise the low end of the span, or lower the least.",
        )
    return Duration(chosen, span.low, span.high, floor, part.place(key))


def holds_of(part: Part, key: Key[list[Counted]], party: str, declared: Declared) -> tuple[Hold, ...]:
    """What a part holds of the means that a party may use, in the order written; faults are kept."""
    holds: dict[str, Hold] = {}
    for counted in part.get(key) or []:
        hold = _hold(part, key, counted, party, declared)
        if hold is None:
            continue
        if hold.means in holds:
            part.reader.fault(
                counted.line,
                part.field_of(key),
                f"'{shown(hold.means)}' stands here twice",
                "what is held of one means is one number.",
                "Add the two up.",
            )
        holds[hold.means] = hold
    return tuple(holds.values())


def _hold(part: Part, key: Key[list[Counted]], counted: Counted, party: str, declared: Declared) -> Hold | None:
    number, name, field = counted.number, counted.name, part.field_of(key)
    stock = declared.stock(party, name)
    whole = declared.stock(party, f"{number} {name}") if number else None
    if whole and not stock:
        number, name, stock = 0, f"{number} {name}", whole
    if stock is None:
        part.reader.unknown(counted.line, field, f"means of {shown(party)}", name, declared.means_of(party))
        return None
    if stock.area:
        if number:
            part.reader.fault(
                counted.line,
                field,
                f"{number} of the area '{shown(name)}' cannot be held",
                "an area is held whole.",
                f"Write '{shown(name)}' without a number.",
            )
            return None
        return Hold(name, 1)
    if not number:
        part.reader.fault(
            counted.line,
            field,
            f"how many {shown(name)} are held is not said",
            f"there are {stock.capacity} in all.",
            f'Write, say, "{stock.capacity or 1} {shown(name)}".',
        )
        return None
    if number > stock.capacity > 0:
        part.reader.fault(
            counted.line,
            field,
            f"{number} {shown(name)} are held, and there are {stock.capacity}",
            "what is not there cannot be held.",
            f"Hold at most {stock.capacity}, or declare more.",
        )
        return None
    return Hold(name, number)
