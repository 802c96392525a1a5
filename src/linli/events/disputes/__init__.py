"""Disputes: a mediation of a confidential event, with its parties, sessions, agreement and what comes after."""
