"""Resumes, consents and receipts of reads."""
