"""Signs that a unit breaks the law of social insurance."""
