"""Drafts by published checklists: read `describing` first, then a checklist such as `stress`."""
