"""
The promises of `protocols.Store`, each a function that takes a new store and asserts.
"""
