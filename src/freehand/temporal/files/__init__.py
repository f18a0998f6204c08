"""Networks in files: the GraphML of the CSTNU Tool (``.stn``, ``.stnu``), and a JSON form of our own.

====================  =======================================================================
``reading``           a network from a file of either kind
``graphml``           reads the Tool's GraphML, both generations of its attributes
``graphml_text``      writes it, and refuses what it cannot hold
``tightest``          what is left where a format holds one constraint for a pair
``json_form``         reads the JSON form
``json_text``         writes it
``schema``            the JSON form as a JSON Schema
``opening``           bytes of an ordinary file of fair size
``tree``              XML from strangers, with everything dangerous off
``lines``             the line of a value in a JSON text
``refusals``          all faults of a file at once
====================  =======================================================================

A network is taken as it is written: nothing is added, and no point has a meaning by its name.
"""

from freehand.temporal.files.graphml_text import Style, graphml_text
from freehand.temporal.files.json_text import json_text
from freehand.temporal.files.reading import read_network, starting_at
from freehand.temporal.files.refusals import NetworkFile
from freehand.temporal.files.tightest import tightest

__all__ = ["NetworkFile", "Style", "graphml_text", "json_text", "read_network", "starting_at", "tightest"]
