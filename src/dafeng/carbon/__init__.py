"""Emission factors, and accounts of operation, construction, materials and municipal services."""

from dafeng.carbon.account import Account, Accounts, account, accounts
from dafeng.carbon.boundary import Boundary
from dafeng.carbon.bridge import Bridge, Step, bridge
from dafeng.carbon.decay import Decay, first_order_decay
from dafeng.carbon.library import Factor, Library, factor, load_library
from dafeng.carbon.lines import Line, Missing
from dafeng.carbon.reconcile import Reconciliation, reconcile
from dafeng.carbon.systems import System, View, presets, sectors, switches, systems, views
from dafeng.carbon.uncertainty import Uncertainty, propagate
from dafeng.carbon.workbook import write_workbook

__all__ = [
    "Account",
    "Accounts",
    "Boundary",
    "Bridge",
    "Decay",
    "Factor",
    "Library",
    "Line",
    "Missing",
    "Reconciliation",
    "Step",
    "System",
    "Uncertainty",
    "View",
    "account",
    "accounts",
    "bridge",
    "factor",
    "first_order_decay",
    "load_library",
    "presets",
    "propagate",
    "reconcile",
    "sectors",
    "switches",
    "systems",
    "views",
    "write_workbook",
]
