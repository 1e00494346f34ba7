"""The writes of the closing round."""
