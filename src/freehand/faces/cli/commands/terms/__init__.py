"""``freehand terms``: terms put on the table, asked about, amended, accepted, declined; and the way out."""

HELP = (
    "Terms say how far parties plan together, what is kept out, and what each reserves. Nobody is bound by terms that "
    "are on the table; they are in force when everybody whom they name has accepted them."
)
COMMANDS = {
    "propose": "put terms on the table; that binds nobody",
    "clarify": "ask on the record what they mean",
    "answer": "answer such a question, on the record",
    "amend": "put others in their place; till all accept, the old ones stand",
    "accept": "accept what you read, with reservations if you have any",
    "decline": "decline them, with a reason",
    "withdraw": "leave the compact: always allowed, and for good",
    "show": "what is in force, what waits, who has accepted",
    "ties": "what would these terms tie? before anybody accepts them",
}
EXAMPLE = "freehand terms show --node north"
