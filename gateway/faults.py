"""What is wrong with settings, in sentences with the fix and without any value."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

# pydantic's error types in our words; braces are filled from the error's context.
_WORDS = {
    "missing": "is missing",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_parsing": "must be true or false",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "string_pattern_mismatch": "must match {pattern}",
}


class SettingsFault(Exception):
    """Settings that cannot be used. `faults` are sentences with the fix; none holds a value of a secret."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def sentences(error: ValidationError) -> tuple[str, ...]:
    """One sentence per fault: the variable's name and what it must be. No value is ever repeated."""
    return tuple(
        f"{'.'.join(map(str, fault['loc'])).upper()} {_words(fault['type'], fault.get('ctx', {}))}".strip()
        for fault in error.errors(include_input=False, include_url=False)
    )


def _words(kind: str, context: Mapping[str, object]) -> str:
    if kind in ("value_error", "assertion_error", "lacking"):
        return str(context.get("error", "is wrong"))
    return _WORDS.get(kind, f"is wrong ({kind})").format(**context)
