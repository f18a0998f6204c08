"""What planners say, as values: contingencies, scenarios, courses, promises, reports, rules.

Every value is a ``NamedTuple``: immutable, comparable, printable, and (measured) the cheapest kind of value to
import, because ``freehand check`` must answer before one has looked up. (So these modules do without postponed
annotations: a NamedTuple compiles each of those once more, 2 ms in all.) Times are whole seconds throughout.
"""
