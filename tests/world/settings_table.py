"""The settings that come from the environment, read out of config/settings.py."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "config" / "settings.py"
READERS = {"str", "bool", "int", "list", "dj_db_url", "dj_email_url"}


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: str

    @property
    def row(self) -> str:
        return f"| `{self.name}` | {self.default} | {self.meaning} |"


def settings_in_order() -> list[Setting]:
    """Every variable once, in the order of the file, with the comment that stands above it."""
    lines = SOURCE.read_text().splitlines()
    found: dict[str, Setting] = {}
    for call in sorted(_calls(ast.parse(SOURCE.read_text())), key=lambda call: call.lineno):
        name = ast.literal_eval(call.args[0])
        if name not in found:
            found[name] = Setting(name, _default(call), _comment_above(lines, call.lineno))
    return list(found.values())


def _calls(tree: ast.Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and _is_reader(node.func)
    ]


def _is_reader(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        is_env = isinstance(function.value, ast.Name) and function.value.id == "env"
        return is_env and function.attr in READERS
    return isinstance(function, ast.Name) and function.id == "required"


def _default(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return "**needed**"
    try:
        default = ast.literal_eval(call.args[1])
    except ValueError:
        return f"`{ast.unparse(call.args[1])}`"
    if isinstance(default, bool):
        return "on" if default else "off"
    return f"`{','.join(default) if isinstance(default, list) else default}`"


def _comment_above(lines: list[str], number: int) -> str:
    """The comment nearest above a line (1-based), in one line."""
    end = number - 1
    while not lines[end - 1].lstrip().startswith("#"):
        end -= 1
    start = end
    while lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return re.sub(r"\s+", " ", " ".join(line.strip(" #") for line in lines[start:end])).strip()
