"""
Documents: bytes in, values or every fault out.
"""
