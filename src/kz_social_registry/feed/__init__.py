"""
The feed of a licensing system: notices as JSON Lines.
"""
