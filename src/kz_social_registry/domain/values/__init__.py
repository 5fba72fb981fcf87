"""
Values that an entry is made of: identifiers, terms and contact details.
"""
