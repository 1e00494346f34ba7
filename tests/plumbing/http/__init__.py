"""Tests of plumbing.http."""
