"""
The vocabulary of the rules: the law, closed lists, columns, texts, faults and checks.
"""
