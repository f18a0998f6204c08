"""``freehand bundle``: what passes between two nodes, in files, for any carrier."""

HELP = (
    "By hand: all that a partner may have goes into one file, sealed for it alone, and what it wrote is taken in. The "
    "same passes over HTTPS with 'freehand sync'. A file needs no answer: a diode suffices."
)
COMMANDS = {
    "write": "what a partner may have, sealed for it alone, in one file",
    "read": "take in what a partner wrote; what came, what was refused",
    "list": "what was written for a partner so far, and what would be next",
}
EXAMPLE = "freehand bundle write Southland -o to-Southland.bundle --node north"
