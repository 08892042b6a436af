"""What every command of the command line has: options, input, output, and an exit code for what went wrong.

The commands themselves are in ``cli.py``. Nothing else in ``commitments`` knows click, standard input or output.
"""
