"""
What a caller asks for: documents read, answers computed.
"""
