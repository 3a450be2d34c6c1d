"""
The rules asked of a case, under the readings in use and the others.
"""
