"""
The simulator of the site: what its form offers, and what there is to say of a request, as plain data; it runs in the page.
"""
