"""What all records have in common."""

from __future__ import annotations

from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


def kebab(name: str) -> str:
    """Return the name of a field as it is written in text: ``must_not`` is ``must-not``, ``if_`` is ``if``."""
    return name.rstrip("_").replace("_", "-")


def refuse(kind: str, message: str, *, advice: str = "", at: tuple[str | int, ...] = ()) -> NoReturn:
    """Stop a validation.

    ``kind`` is the id of a diagnostic, ``message`` tells what is wrong, ``advice`` a way out of it, and ``at`` the
    place inside the value that is being validated.

    Raises:
        PydanticCustomError: always.
    """
    raise PydanticCustomError("refused", "{message}", {"id": kind, "message": message, "advice": advice, "at": at})


class Record(BaseModel):
    """A frozen value with exactly the fields of its class; text is never taken for a number, nor a number for text."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=kebab,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    def given(self) -> dict[str, object]:
        """Return the fields that were set, by their Python names; the others are left at their defaults."""
        fields, given = self.__dict__, self.model_fields_set
        return {name: fields[name] for name in type(self).model_fields if name in given}

    def plain(self) -> dict[str, Any]:
        """Return the fields that were set as plain data, as they are written in text; numbers are decimals.

        ``model_validate`` makes an equal record of it.
        """
        return self.model_dump(exclude_unset=True, by_alias=True)
