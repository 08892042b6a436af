"""Tests of texts that mean harm."""
