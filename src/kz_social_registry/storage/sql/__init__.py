"""
Queries, rows and transactions that both SQL stores share.
"""
