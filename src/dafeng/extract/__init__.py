"""From a policy text to a draft plan."""
