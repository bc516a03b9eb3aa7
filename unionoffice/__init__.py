"""unionoffice: the office book of a grassroots trade union, for production work."""

__version__ = "0.1.0"
