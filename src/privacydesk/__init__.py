"""PrivacyDesk: answer people's GDPR requests from the terminal."""

__version__ = "0.1.0"
