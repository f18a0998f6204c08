"""Many cases of one network: the same points, constraints and links, other numbers.

====================  =======================================================================
``deciding``          :func:`decide_many`: blocks, cores, streams, clusters
``sampling``          cases drawn from a seed
``forms``             weights as linear forms of the numbers that vary; which cases are none
``plan``              which programme decides which case
``plain``             the programme for consistency and for strong controllability
``labelled``          the programme for dynamic controllability, with guards
``cells``             its table: a value for each pair, ranges, terms that wait to be written
``reach``             what may matter in it, bounded in every case
``lessons``           what sample cases say of its order
``single``            what programmes leave in doubt, one by one
``programme``         writing programmes: ranges, rows
``lanes``             the machine that runs them, sixty-four cases at a time
====================  =======================================================================

Importing this fetches numpy, and deciding fetches numba: about 0.4 seconds together.
"""

from freehand.temporal.cases.deciding import Decided, decide_many
from freehand.temporal.cases.plan import FAILS, HOLDS, INVALID, UNDECIDED
from freehand.temporal.cases.sampling import Sample

__all__ = ["FAILS", "HOLDS", "INVALID", "UNDECIDED", "Decided", "Sample", "decide_many"]
