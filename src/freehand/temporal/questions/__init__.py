"""What else one asks of a network, each question a module.

====================  =======================================================================
``minimal``           what are the tightest bounds between every two points; how much slack is there
``times``             when may every point come, at the earliest and at the latest
``projection``        what does a network say about some of its points; what do several say together
``threshold``         at which value of a number does the verdict change
``together``          which sets of numbers bring a verdict about where no single one does
``whatif``            what would the verdict be after changes
``changes``           such changes, and what they come to
``standing``          consistency that is kept right while edges change
``lines``             the reduced network, as it hangs on the numbers of the links
``moving``            the same network with other numbers
====================  =======================================================================
"""
