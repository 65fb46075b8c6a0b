"""Cấu hình: settings, addresses and the way in for a server."""
