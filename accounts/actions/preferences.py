from accounts.models import User


def set_preferences(*, by: User, time_zone: str, exit_target: str) -> User:
    """Where somebody lives by the clock, and where their exit leads."""
    by.time_zone = time_zone
    by.exit_target = exit_target
    by.full_clean(exclude=["password"])
    by.save(update_fields=["time_zone", "exit_target"])
    return by
