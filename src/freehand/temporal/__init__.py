"""Temporal networks as mathematics: no parties, no plans, whole numbers.

====================  =======================================================================
``named``             a network as a value: points by name, constraints and links with reasons
``checking``          the verdict on a network, with a proof of it
``verify``            is a proof right? shares no code with what finds proofs
``verify_dynamic``    the same for proofs about reacting
``results``           what an answer is
``limits``            how long to wait for one
``network``           what a network is in whole numbers: points, edges, contingent links
``consistency``       can every constraint hold at once; latest and earliest times
``elimination``       all distances, and the projection of a network on chosen points
``cycles``            the shortest explanation of a contradiction; one per independent fault
``strong``            does one timetable hold whatever nature does
``normal``            links taken apart, laid out for reacting
``dynamic``           is there a way to react that always holds
``refuting``          why there is none
``dispatching``       what may be done when, given what has happened so far
``playing``           a plan played out against a nature
``dispatchable``      which bounds somebody must keep in view who gives times one by one
``parametric``        how far a parameter may go before the network breaks
``numbers``           which number of a network is meant
``questions``         what else one asks: minimal network, times, projection, threshold, what-if
``cases``             one question for many cases of one network
``graph``             edges laid out for kernels
``engines``           what runs a kernel: the interpreter, or numba
``kernels``           the inner loops
``files``             networks in files
====================  =======================================================================

Nothing here knows where a network came from. Every function leaves its arguments as they were.
"""
