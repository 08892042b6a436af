"""How fast the engine and the ledger are, beside other ways to do the same work. Run ``python -m benchmarks``."""
