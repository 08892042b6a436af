"""Views of a book: what follows, which names mean what, what is contested, and whether what was expected came out."""

from __future__ import annotations

from commitments.evaluate.evaluation import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
