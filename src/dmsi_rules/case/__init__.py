"""
One document before one convention on one day: admitted, dated, read one way or another.
"""
