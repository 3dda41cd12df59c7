"""Speed, measured against named peers, side by side in one run."""

import alpsat_geo  # noqa: F401 - gives linear algebra its one thread, which is chosen before numpy loads
