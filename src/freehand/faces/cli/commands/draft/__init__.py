"""``freehand draft``: what the planners of a party work on, item by item, before anything of it is said."""

HELP = (
    "Drafts lie sealed on the own node and in no log: nobody outside learns that there are any. Each is one item, with "
    "the parties it may go to and its tags; every version is kept."
)
COMMANDS = {
    "add": "take the items of a workspace's folder in, or their next versions",
    "list": "what there is, to whom it may go, and whether it was said",
    "diff": "what changed from one version of a draft to another",
    "label": "to whom a draft may go, and which tags it bears",
}
EXAMPLE = "freehand draft list --node north"
