"""What the controller set up: settings, the packs ever in force, the systems that hold data."""

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class Meta(SQLModel, table=True):
    """Settings of this store: controller, policy pack in force, index versions."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str


class PolicyPackText(SQLModel, table=True):
    """The text of every pack a case was ever answered under."""

    __tablename__ = "policy_pack"
    sha256: str = Field(primary_key=True)
    name: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    stored_at: str


class SystemRow(SQLModel, table=True):
    __tablename__ = "system"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    owner: str | None = None
    holds: str = ""
    how: str = ""
    kinds: str = "[]"
    source: str | None = Field(default=None, index=True)
    data_until: str | None = None
    processor: bool = False
    by_hand: bool = False
