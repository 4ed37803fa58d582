"""A guard for the accuracy of reading: texts of our own with what is true of them, and which of it is read right today."""
