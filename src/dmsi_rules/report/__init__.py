"""
Answers written out, one small module a format.
"""
