"""
Invented values, acts, lives and registers, drawn from a `random.Random`.

The laws of the lifecycle seed it. Hypothesis gives the strategies one whose choices it controls.
"""
