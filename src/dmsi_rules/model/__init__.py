"""
Frozen values: the documents, the convention, the readings.
"""
