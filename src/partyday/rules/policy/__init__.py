"""The policies that ship with partyday: data, every value cited."""
