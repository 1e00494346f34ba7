"""The writes of cards and approaches: enterprises ask students first."""
