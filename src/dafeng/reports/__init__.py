"""Official documents, workbooks and charts."""

from dafeng.reports.annual import annual_report, write_annual
from dafeng.reports.charts import by_article, by_region, trend

__all__ = ["annual_report", "by_article", "by_region", "trend", "write_annual"]
