"""The rules of the policy check: each module holds those of one chapter of a statement."""

from __future__ import annotations
