"""Tests of plumbing.auth."""
