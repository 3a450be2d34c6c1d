"""
What is due: quoted, billed, shared.
"""
