"""``freehand ledger``: logs, proofs and bundles by themselves, one module each; no plan and no workspace is needed."""

HELP = "The record by itself: what was said, signed and proven, carried by hand. No workspace is needed."
COMMANDS = {
    "new": "a log with keys of its own, in a new folder; or its next epoch",
    "append": "say something: a record at the end of the log, signed",
    "show": "which logs are here, how far they are heard, what they say",
    "verify": "hold everything that is kept against its signatures again",
    "prove": "a small file that shows a record, or that nothing was changed",
    "check-proof": "what a proof shows, by its file and the public keys alone",
    "bundle": "what one partner may have, sealed for it, in one file",
    "import": "take in a bundle, a partner's card or a proof",
    "forks": "two histories under one key: what is proven against whom",
    "vectors": "good and bad cases of every format, for other implementations",
}
EXAMPLE = "freehand ledger new north --log compact.example/north --name Northland"
