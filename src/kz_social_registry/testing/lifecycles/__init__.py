"""
The laws of the lifecycle, checked on any implementation.
"""
