"""Passing bundles on over HTTPS, whatever is in them: the only room that opens a connection to a partner.

1. The certificate is the door and no more. Who says what is in a bundle is told by its signatures, as for one by hand.
2. Who may knock, and where partners are found, stands in the node's own configuration (``addresses``) and nowhere else.
3. Everything that a partner sends is bounded, in size and in time, before anything of it is read.
4. A bundle is taken off the wire whole, into a scratch file, before the ledger sees it: a slow partner holds no lock.

The protocol is in ``docs/formats/exchange.md``.
"""
