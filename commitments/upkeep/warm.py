"""The groups of agreements that a process has worked on last, kept at hand for what is recorded next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commitments.upkeep.course import Course

#: So many groups are kept.
GROUPS = 64


class Warm:
    """Courses of groups by name, each as far as it is stored. What it holds is true until anybody else writes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._courses: dict[str, Course] = {}

    def take(self, name: str) -> Course | None:
        """Return the course of a group, if it is kept; whoever takes it brings it back once all is stored."""
        return self._courses.pop(name, None)

    def keep(self, course: Course) -> None:
        """Keep the course of a group, and let go of the one that was not used for longest."""
        self._courses[course.group.name] = course
        if len(self._courses) > GROUPS:
            del self._courses[next(iter(self._courses))]

    def forget(self) -> None:
        """Let go of all."""
        self._courses.clear()
