"""
Inventories of workstations: files in, one small record a machine out.
"""
