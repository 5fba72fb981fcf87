"""
Readers of the form's cells as people write them.
"""
