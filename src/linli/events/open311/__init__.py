"""Open311 GeoReport v2: events for programs that speak the cities' standard instead of our own API.

https://wiki.open311.org/GeoReport_v2; with service request updates as FixMyStreet extends it.
"""
