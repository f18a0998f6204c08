"""The reckoning: from plans to verdicts, reasons, asks and freedom of action. It sees no clock, file or screen.

Data flows one way: ``book`` (numbers and statements) <- ``setting``, ``part``, ``compile`` (plans to edges) <-
``combination``, ``choices`` (which there are, which orders) <- ``verdict``, ``windows``, ``freedom``, ``asks`` <-
``assess`` (everything, rung by rung) <- ``tradeoff``.
"""
