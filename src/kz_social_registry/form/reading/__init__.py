"""
Readers of the form's files: CSV and workbooks.
"""
