"""``freehand node``: a party's own node as a whole: made, looked at, kept, moved; its people, its door, its trail."""

HELP = (
    "A node is one party's own: its keys, its logs, its drafts, everything it was told. It lies in a folder, sealed, "
    "and nobody else's program is asked for anything."
)
COMMANDS = {
    "init": "make a node in a new folder",
    "status": "how each compact stands, and what waits for you",
    "people": "keys of people, who may do what, and who confirmed it",
    "trail": "what was noted for the auditor: refusals, proofs, changes",
    "passphrase": "open the node with another passphrase, or another key file",
    "backup": "a copy from which the node can be made again",
    "restore": "make a node again from a backup; it reads, and signs nothing yet",
    "move": "carry the node into a database, or back into files",
    "door": "this node's certificate, for partners who reach it over HTTPS",
    "address": "where a partner is reached, and by which certificate it is known",
    "listen": "let partners in who call over HTTPS",
    "erase": "erase what its author asked to have erased",
}
EXAMPLE = "freehand node init north --party Northland"
