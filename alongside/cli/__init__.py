"""The command line: one group for each room, one command for each verb."""
