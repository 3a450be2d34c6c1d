"""
The language server: what the rules say of a document while it is written, in any editor that speaks the protocol.
"""
