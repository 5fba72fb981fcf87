"""
Values as plain data, as texts of cells and in files, and back.
"""
