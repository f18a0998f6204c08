"""What planners say, as values: contingencies, scenarios, courses, promises, reports, rules.

Every value is a ``NamedTuple``: immutable, comparable, printable, and (measured) the cheapest kind of value to
import, because ``freehand check`` must answer before one has looked up. Times are whole seconds throughout.
"""
