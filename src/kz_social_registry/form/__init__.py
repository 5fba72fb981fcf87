"""
The official form: how its cells read, and the files it is written to.
"""
