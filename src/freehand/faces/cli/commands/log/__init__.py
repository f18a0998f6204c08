"""``freehand log``: what each party of a compact has said: looked at, verified, proven."""

HELP = (
    "What each party of a compact has said, record by record, as far as it may be read here; held against its "
    "signatures, and proven to others. A log is named by its party."
)
COMMANDS = {
    "show": "each log in a line; or what one says; or one record",
    "verify": "hold everything that is kept against its signatures again",
    "prove": "a small file that shows a record, or that nothing was changed",
    "forks": "two histories under one key: what is proven against whom",
}
EXAMPLE = "freehand log show --node north"
