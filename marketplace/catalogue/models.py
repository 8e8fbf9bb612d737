"""Categories of furniture and equipment: a tree of two levels."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base


class Category(Base):
    """A kind of thing. `code` carries its parent's code before the dot."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    position: Mapped[int]
    name_nb: Mapped[str] = mapped_column(String(80))
    name_nn: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    cpv: Mapped[str] = mapped_column(String(80), default="")
    unspsc: Mapped[str] = mapped_column(String(80), default="")
    examples: Mapped[str] = mapped_column(String(200), default="")

    def name_in(self, language: str) -> str:
        """The category's name in a language."""
        return {"nn": self.name_nn, "en": self.name_en}.get(language, self.name_nb)

    @property
    def is_furniture(self) -> bool:
        """Whether the procurement vocabulary (CPV 391) calls it furniture, so that a factor per kg applies."""
        return self.cpv.startswith("391")
