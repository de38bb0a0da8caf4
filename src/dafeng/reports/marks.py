"""The mark of documents that rest on sample data."""

from __future__ import annotations

from collections.abc import Mapping

from dafeng.base import Lang

__all__ = ["SAMPLE_MARK"]

SAMPLE_MARK: Mapping[Lang, str] = {
    "zh": "示例数据  仅供演示",
    "en": "SAMPLE DATA, for demonstration only",
}
