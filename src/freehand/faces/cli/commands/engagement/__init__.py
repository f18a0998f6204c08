"""``freehand engagement``: who raised what with whom, when and where, by the word of who noted it."""

HELP = "Engagements: meetings, calls, visits; who raised what with whom, when and where, and which items were touched."
COMMANDS = {
    "add": "note one; a draft, until two people have released it",
    "list": "those that may be read here",
}
EXAMPLE = "freehand engagement list --node north"
