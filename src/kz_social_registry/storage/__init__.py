"""
Stores: one module each, none of which knows another.
"""
