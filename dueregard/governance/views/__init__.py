"""Pages of groups, meetings, what came of them, and controlled documents."""
