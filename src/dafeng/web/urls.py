"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path

from dafeng.web.views import (
    compare,
    data,
    decisions,
    errors,
    export,
    pages,
    printing,
    regions,
    review,
    scripts,
    statements,
)

handler404 = "dafeng.web.views.errors.not_found"
handler500 = "dafeng.web.views.errors.server_error"
handler400 = "dafeng.web.views.errors.bad_request"

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("statements/", statements.index, name="statements"),
    path("statements/<str:id>/", statements.detail, name="statement"),
    path("statements/<str:id>/rows/", statements.rows, name="statement_rows"),
    path("articles/", pages.articles, name="articles"),
    path("articles/<str:number>/", pages.article, name="article"),
    path("regions/", regions.index, name="regions"),
    path("regions/<str:id>/", regions.detail, name="region"),
    path("data/", data.index, name="data"),
    path("data/<str:name>/", data.table, name="table"),
    path("export/", export.page, name="export"),
    path("bodies/", pages.bodies, name="bodies"),
    path("bodies/<str:id>/", pages.body, name="body"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/<str:id>/", decisions.detail, name="decision"),
    path("decisions/<str:id>/choose/", decisions.choose, name="decision_choose"),
    path("compare/", compare.index, name="compare"),
    path("findings/", compare.findings, name="findings"),
    path("review/", review.index, name="review"),
    path("review/upload/", review.upload, name="review_upload"),
    path("review/<str:name>/", review.draft, name="review_draft"),
    path("review/<str:name>/decide/", review.decide, name="review_decide"),
    path("review/<str:name>/plan/", review.make_plan, name="review_plan"),
    path("charts.js", scripts.charts, name="charts_script"),
    path("print.css", printing.style, name="print_style"),
    path("healthz", errors.healthz, name="healthz"),
]
