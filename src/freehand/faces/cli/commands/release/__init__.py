"""``freehand release``: one person asks, another approves; only then anything leaves the party's hands."""

HELP = (
    "Items leave one by one, to parties that are named, under terms that are in force, and only when two people of the "
    "party have signed for it, each with a key of his own. Nobody approves what he asked for; the keeper approves none."
)
COMMANDS = {
    "ask": "ask for a release: what the gate says, what it adds, then sign",
    "approve": "approve what another asked for; with that it is said",
    "list": "what waits for approval, and what was released to whom",
}
EXAMPLE = "freehand release list --node north"
