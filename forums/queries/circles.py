from accounts.models import User
from forums.models import Circle, Membership


def circles_with_membership(user: User) -> tuple[list[Circle], list[Circle]]:
    """The circles that somebody is in, and the others that they may see, by name."""
    joined = set(Membership.objects.filter(user=user).values_list("circle", flat=True))
    circles = list(Circle.objects.visible_to(user).order_by("name"))
    return (
        [circle for circle in circles if circle.pk in joined],
        [circle for circle in circles if circle.pk not in joined],
    )
