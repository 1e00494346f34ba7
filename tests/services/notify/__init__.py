"""Tests of the live edge."""
