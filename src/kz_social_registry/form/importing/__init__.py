"""
The import of a form into a register.
"""
