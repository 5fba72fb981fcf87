"""
The application: the registry, its reading half, and what a store promises to it.
"""
