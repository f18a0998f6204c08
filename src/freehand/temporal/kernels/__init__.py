"""The inner loops, each written once and run at two speeds.

A kernel is a plain function over flat sequences of whole numbers: index loops, no objects. The interpreter runs it on
lists, and :mod:`freehand.temporal.engines` has numba compile the very same function for arrays. Whichever runs, the
steps are the same, and so is the answer, down to which of several proofs is found.

Rules
    1. A kernel imports nothing but other kernels, and calls nothing but these; ``HELPERS`` at the end of its file names
       all that it calls.
    2. It takes ``most`` (steps) and ``stop`` (``stop[0]`` is not 0 when it shall end) and says so when it gave up.
    3. Weights were checked before: where numba runs, no sum leaves 64 bits. The interpreter's numbers have no end.
"""
