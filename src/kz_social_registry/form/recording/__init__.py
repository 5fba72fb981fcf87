"""
Acts that people type: each found its entry by the provider's number, and recorded with its effect.
"""
