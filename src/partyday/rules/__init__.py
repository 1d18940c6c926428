"""What the regulations demand, as pure functions: no files but the packaged policies, no clock, no database."""
