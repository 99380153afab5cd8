"""The questions of the form, a short group to a page (domain §6.9)."""
