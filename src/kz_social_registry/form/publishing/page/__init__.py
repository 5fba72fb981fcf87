"""
The published form as one HTML page.
"""
