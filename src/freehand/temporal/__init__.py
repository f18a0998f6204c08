"""Temporal networks as mathematics: no parties, no plans, whole numbers.

====================  =======================================================================
``network``           what a network is: points, edges, contingent links, chains
``consistency``       can every constraint hold at once; latest and earliest times
``elimination``       all distances, and the projection of a network on chosen points
``cycles``            the shortest explanation of a contradiction; one per independent fault
``strong``            does one timetable hold whatever nature does
``dynamic``           is there a way to react that always holds
``parametric``        how far a parameter may go before the network breaks
====================  =======================================================================

Nothing here knows where a network came from. Every function leaves its arguments as they were.
"""
