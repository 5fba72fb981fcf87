"""
What both SQL stores share.
"""
