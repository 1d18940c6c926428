"""From codes to the words people read, in both languages. Imports the model only."""
