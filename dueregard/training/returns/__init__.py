"""Returns: tables of training by organisation and period, with their definitions.

`periods` are what can be asked for, `quarterly` and `annual` count, `sheet` is what a
return is made of, `files` and `pdf` write it down. Definitions of every column:
docs/reference/training-returns.md.
"""
