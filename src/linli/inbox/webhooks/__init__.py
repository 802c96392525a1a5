"""Telling other systems what happened to a record, signed, as often as it takes."""
