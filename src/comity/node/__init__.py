"""Node: one party's Comity put together.

The only place that joins systems, reads the clock, and opens files, folders and ports that a user
names.
"""

from comity.node.clock import now, today
from comity.node.folder import default_folder
from comity.node.lists import Lists, PathError, files_under

__all__ = ["Lists", "PathError", "default_folder", "files_under", "now", "today"]
