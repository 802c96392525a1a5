"""Grids are merged and split, buildings move, places get other names; what was, stays to be seen.

A place that ends keeps its name, code and former boundaries, for the records of its days. What is still going on
follows: each app says what that is (``redrawing_handlers``). Every act is first a plan that can be looked at,
then the same plan once more under the locks; when the two differ, somebody looks again.
"""
