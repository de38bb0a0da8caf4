"""Official documents, workbooks and charts."""
