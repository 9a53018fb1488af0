"""What is simulated: one file per process, compiled kernels that know no theory."""

import os

if not os.environ.get("NUMBA_NUM_THREADS", "1").strip().lstrip("0").isdecimal():
    del os.environ["NUMBA_NUM_THREADS"]  # numba could not be imported, for the sake of threads that no kernel uses
