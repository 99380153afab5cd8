"""What somebody typed and has not sent: kept sealed, for them alone, for a while."""
