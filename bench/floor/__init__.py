"""What the sweep could not be quicker than, on the same machine in the same run."""
