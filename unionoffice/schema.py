"""What lies in a book: the sets of migrations in their order, and every table.

Imported only when a book is made, upgraded or checked.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Migrations

from unionoffice.core import kept, upkeep
from unionoffice.core.record import Table
from unionoffice.desks.awards import migrations as awards_migrations
from unionoffice.desks.awards import store as awards_store
from unionoffice.desks.comparison import migrations as comparison_migrations
from unionoffice.desks.comparison import store as comparison_store
from unionoffice.desks.competitions import migrations as competitions_migrations
from unionoffice.desks.competitions import store as competitions_store
from unionoffice.desks.experiences import migrations as experiences_migrations
from unionoffice.desks.experiences import store as experiences_store
from unionoffice.desks.figures import migrations as figures_migrations
from unionoffice.desks.figures import store as figures_store
from unionoffice.desks.groups import migrations as groups_migrations
from unionoffice.desks.groups import store as groups_store
from unionoffice.desks.monthly import migrations as monthly_migrations
from unionoffice.desks.monthly import store as monthly_store
from unionoffice.desks.proposals import migrations as proposals_migrations
from unionoffice.desks.proposals import store as proposals_store
from unionoffice.desks.rectification import migrations as rectification_migrations
from unionoffice.desks.rectification import store as rectification_store
from unionoffice.desks.roster import migrations as roster_migrations
from unionoffice.desks.roster import store as roster_store
from unionoffice.desks.targets import migrations as targets_migrations
from unionoffice.desks.targets import store as targets_store
from unionoffice.desks.waste import migrations as waste_migrations
from unionoffice.desks.waste import store as waste_store

SETS: tuple[Migrations, ...] = (
    upkeep.migrations,
    roster_migrations.migrations,
    figures_migrations.migrations,
    competitions_migrations.migrations,
    groups_migrations.migrations,
    proposals_migrations.migrations,
    waste_migrations.migrations,
    rectification_migrations.migrations,
    targets_migrations.migrations,
    comparison_migrations.migrations,
    experiences_migrations.migrations,
    awards_migrations.migrations,
    monthly_migrations.migrations,
)

TABLES: tuple[Table[Any], ...] = (
    *kept.TABLES,
    *roster_store.TABLES,
    *figures_store.TABLES,
    *competitions_store.TABLES,
    *groups_store.TABLES,
    *proposals_store.TABLES,
    *waste_store.TABLES,
    *rectification_store.TABLES,
    *targets_store.TABLES,
    *comparison_store.TABLES,
    *experiences_store.TABLES,
    *awards_store.TABLES,
    *monthly_store.TABLES,
)
