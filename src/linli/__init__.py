"""Linli: records that flow through states among people who hold posts at places."""

__version__ = "0.1.0"
