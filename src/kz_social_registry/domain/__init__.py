"""
The Order as values and pure functions, without input or output.
"""
