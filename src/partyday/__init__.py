"""partyday keeps the record of the monthly Party activity day (党员活动日) of a school's Party branches."""

__version__ = "0.2.0"
