"""Sample records: what the banners of a plan might have reported, invented and marked 示例 throughout."""

from dafeng.records.sample.records import sample_records

__all__ = ["sample_records"]
