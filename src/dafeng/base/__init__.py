"""What every room shares: errors, issues, two-language texts, the workspace. Imports nothing above numpy."""

from dafeng.base.errors import DafengError, InputError
from dafeng.base.issues import Issue, Severity
from dafeng.base.texts import Lang, Text
from dafeng.base.workspace import Workspace

__all__ = ["DafengError", "InputError", "Issue", "Lang", "Severity", "Text", "Workspace"]
