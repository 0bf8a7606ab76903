"""The attacker: tries to work out what a published table hides.

It shares no code with the protector, on purpose, so that a fault in one is not hidden by the same fault in the
other: it reads only what is printed, builds its own equations, and solves them its own way.
"""
