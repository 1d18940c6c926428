"""One function for each thing a person does: it takes the book, plain values and the day it is."""
