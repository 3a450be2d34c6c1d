"""
Pictures drawn from the data, one small module a format.
"""
