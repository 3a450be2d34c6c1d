"""
The forms of the text's annexes as spreadsheets, written and read back, and photographs of many communes.
"""
