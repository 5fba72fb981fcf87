"""
Writers of the published form.
"""
