"""The closing round."""
