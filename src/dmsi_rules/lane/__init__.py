"""
The fast lane of a stream: reports of dossiers put together from pieces that the explaining path wrote before.

Many lines of a stream say the same of different communes. The text of such a line is cut where it comes again: what stands
around the commune and the lines of the request, each of these without its units. A part that was read before is not read
again. What a rule says is learnt from the rule once for each projection of a document, which is all that the rule looks at,
and kept with holes for what is the document's own: the line, the column, the units. What the lane does not know goes the
explaining way; both write the same bytes.
"""

from dmsi_rules.lane.reports import Lane, Told

__all__ = ["Lane", "Told"]
