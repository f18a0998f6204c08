"""The conformance kit: good and bad cases of every format, as plain files with what has to come of them.

The question: does another implementation take in what this one writes, and refuse what this one refuses?

The rules:

1. A case is a file, of one format (*artefact*), with what is *given* beside it (keys, names, sizes) and what is
   *expected*: ``good`` with values to compare, or refused, with the reason in words. The words are not to be compared.
2. The kit is the same each time, byte for byte: seeds and salts are fixed. What chance alone can make (a key wrapped
   for a recipient) lies beside this module, as a bundle that was written once.
3. Each bad case breaks one rule, of a case that is good without it.
4. ``index.json`` lists all cases; bytes in it are lower-case hexadecimal digits.

Cost: a second or two. Limits: the kit shows what it shows; the pages of ``docs/formats`` say what holds.
"""
