"""
What happens when: the events of a dossier and its calendar.
"""
