"""
What a rule is written with: the law, closed lists, columns, texts, faults and checks.
"""
