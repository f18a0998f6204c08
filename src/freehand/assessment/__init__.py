"""The reckoning: from plans to verdicts, reasons, asks and freedom of action. It sees no clock, file or screen.

Data flows one way: ``book`` (numbers and statements) <- ``compile`` (plans to edges) <- ``choices`` (cores and orders)
<- ``verdict``, ``windows``, ``freedom``, ``asks`` <- ``assess`` (everything, rung by rung) <- ``tradeoff``.
"""
