"""
What others need to test their own code against the register: strategies, and a kit for stores.
"""
