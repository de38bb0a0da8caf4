"""Buildings by physics: the hourly zone model, plant and renewables, archetypes, stocks."""
