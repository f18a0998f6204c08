"""``freehand compact``: founded, joined, cards compared aloud, keys renewed, a restored log confirmed."""

HELP = (
    "A compact is what parties plan under. Each has a log and keys of its own for it. Whose key is whose is settled by "
    "cards, handed over as files, and fingerprints, read to each other over a line on which the voices are known."
)
COMMANDS = {
    "found": "begin a compact: its identifier, this party's keys and people",
    "join": "enter a compact of which a member's card was handed over",
    "card": "this party's card as a file, for the others",
    "meet": "take another party's card in; nothing is trusted yet",
    "compare": "write down the fingerprint that its owner reads aloud",
    "show": "who is in it, whose card waits, which fingerprint to read aloud",
    "rotate": "another key for the log, or to seal for; the root key signs it",
    "confirm": "after a restore: ask, answer, and take each member's word",
}
EXAMPLE = "freehand compact show --node north"
