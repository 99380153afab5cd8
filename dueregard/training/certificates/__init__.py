"""Certificates of attendance, one for each who was there, as tagged PDF."""
