from .measuring import EVERYONE as EVERYONE, Row as Row, measure as measure

__all__: list[str]
