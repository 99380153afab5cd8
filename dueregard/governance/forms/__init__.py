"""The questions of this room, and the sentence for each mistake."""
