"""
Sentences: marked for translation, filled with facts, cut to width.
"""
