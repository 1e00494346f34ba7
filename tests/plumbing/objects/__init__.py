"""Tests of plumbing.objects."""
