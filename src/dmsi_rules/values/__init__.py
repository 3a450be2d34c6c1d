"""
Values without a convention: records, days, money, and how they are written.
"""
