"""Bundles: what one party says to one other, in one stream that any carrier may bring.

``manifest`` is what the sender signs, ``content`` what is sealed under it. ``writing`` makes a bundle, ``reading``
takes one in: ``opening`` verifies, ``placing`` decides where it belongs, ``taking`` puts it into the store, ``papers``
and ``hearing`` look at what it says of others.
"""
