"""Pictures that answer before one reads: the scope trade-off, the timeline, the rooms.

Each is a figure: its title is the answer, its table says the same, and it is described in text from the same numbers.
What is drawn carries its seconds (``data-…-s``), so that anybody can read the picture back.
"""
