"""Set-up: what has to be on the machine before anything of the project can run."""
