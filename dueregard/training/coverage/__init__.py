"""Who is in date, of how many: counted by the database from what people completed.

Words and arithmetic: docs/explanation/training-numbers.md. `states` says what each
place counts as on a day, `judging` works out what was done by a day, `counting` counts.
"""
