"""What was told to whom, so that nobody is told twice."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Id


class SentMail(Base):
    """A letter that left. `key` names the occasion and the reader."""

    __tablename__ = "sent_mail"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    sent_at: Mapped[datetime]
