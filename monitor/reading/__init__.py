"""From an article to what it says: entities, places, figures, events."""
