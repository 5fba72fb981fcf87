"""
The promises of `registry.ports.Store`, each a function that takes a new store and asserts.
"""
