"""
The answers of the reader: the values that questions return, and how they are made.
"""
