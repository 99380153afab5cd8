"""The highlight report for a meeting: gathered, frozen when issued, in two parts."""
