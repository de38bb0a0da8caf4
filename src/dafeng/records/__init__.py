"""The facts that are reported: table schemas, workbooks in and out, checks, snapshots."""
