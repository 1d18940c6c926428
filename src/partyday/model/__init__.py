"""Every noun of the record: frozen dataclasses and enums. Standard library only."""
