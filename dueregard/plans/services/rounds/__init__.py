"""The co-ordinator asks owners how their actions are going, and what comes back."""
