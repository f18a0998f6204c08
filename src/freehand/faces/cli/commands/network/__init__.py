"""``freehand network``: commands on temporal networks in files, one module each; no plan and no workspace is needed."""

HELP = "Temporal networks in files: how well do they hold, and why no better? No workspace is needed."
COMMANDS = {
    "check": "the verdict on a network, and what proves it",
    "minimal": "the tightest bounds between points, and the slack of constraints",
    "project": "what it says about some of its points, as a network of its own",
    "threshold": "which number must be what for which verdict",
    "run": "act by what is seen, against random or worst durations",
    "cases": "many cases of a network: how many have which verdict",
    "convert": "write a network in the other kind of file",
}
EXAMPLE = "freehand network check examples/networks/harbour.json"
