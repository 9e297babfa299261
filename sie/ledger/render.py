"""A ledger to a file: canonical, spec-clean, the same bytes every time.

Spec: paragraphs 5.5-5.18, 8, 10-12; record order of section 3; presence of section 4.
"""

from __future__ import annotations
