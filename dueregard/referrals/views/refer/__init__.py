"""The form: public, by a registered referrer, or written down by telephone."""
