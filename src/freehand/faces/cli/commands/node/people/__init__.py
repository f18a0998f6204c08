"""``freehand node people``: keys of people, who may do what for the party, and who confirmed it."""

HELP = (
    "People sign with keys of their own, each under a passphrase of its owner. Roles: a planner writes drafts and asks "
    "for releases; a releaser approves what another has asked for; the keeper keeps the node and approves nothing; an "
    "auditor reads the trail. Nobody approves what he asked for himself."
)
COMMANDS = {
    "key": "make a key for a person, under that person's own passphrase",
    "reseal": "have a person's key open with another passphrase of that person's",
    "list": "who is in the card, in which roles, and who confirmed it",
    "add": "put a person into the card; the root key signs that",
    "confirm": "an older person confirms another in his roles, on record",
    "remove": "take a person out: nothing that he signs counts from then on",
}
EXAMPLE = "freehand node people key Ada --node north"
