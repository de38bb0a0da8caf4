"""What every room shares: errors, issues and two-language texts. Imports nothing above numpy."""

from dafeng.base.errors import DafengError, InputError
from dafeng.base.issues import Issue, Severity
from dafeng.base.texts import Lang, Text

__all__ = ["DafengError", "InputError", "Issue", "Lang", "Severity", "Text"]
