"""Official documents, workbooks and charts."""

from dafeng.reports.annual import annual_report, write_annual
from dafeng.reports.charts import by_article, by_region, trend
from dafeng.reports.workbook import assessment_workbook, write_assessment

__all__ = [
    "annual_report",
    "assessment_workbook",
    "by_article",
    "by_region",
    "trend",
    "write_annual",
    "write_assessment",
]
