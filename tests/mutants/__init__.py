"""Which constants of the reader does no test hold? Each is changed, and the tests of reading are run on it (`make mutants`)."""
