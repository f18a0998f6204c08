"""``freehand network``: commands on temporal networks in files, one module each; no plan and no workspace is needed."""

HELP = "Temporal networks in files: how well do they hold, and why no better? No workspace is needed."
COMMANDS = {
    "check": "the verdict on a network, and what proves it",
    "run": "act by what is seen, against random or worst durations",
    "convert": "write a network in the other kind of file",
}
EXAMPLE = "freehand network check examples/networks/harbour.json"
