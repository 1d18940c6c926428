"""Dues: what they are reckoned from, what came in, what went on."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, String, Table, Text

from partyday.store.tables.base import key, metadata, text_of


def _month(name: str, *, nullable: bool = False, key: bool = False) -> Column[str]:
    return Column(name, String(7), nullable=nullable, primary_key=key)


#: What a member's dues are reckoned from, from a month on. `income` is in fen a month; for farmers what was set.
assessment = Table(
    "assessment",
    metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    _month("since", key=True),
    Column("kind", String(16), nullable=False),
    Column("income", BigInteger),
    text_of("reason"),
)

#: Dues reduced to `amount` fen a month, or waived (0), from one month to another, both included.
waiver = Table(
    "waiver",
    metadata,
    key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    _month("since"),
    _month("until"),
    Column("amount", BigInteger, nullable=False),
    text_of("approved_by"),
    Column("approved_on", Date, nullable=False),
    text_of("reason"),
)

#: One month of one payment, in fen; a refund is negative. Without `for_month` it is voluntary.
payment = Table(
    "payment",
    metadata,
    key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    _month("for_month", nullable=True),
    Column("amount", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("method", String(16), nullable=False),
    text_of("collector"),
    text_of("proxy"),
    Column("proxy_is", String(16)),
    text_of("receipt"),
    text_of("note"),
)

#: The number of a receipt, once given: to whom, when, over how many fen.
receipt = Table(
    "receipt",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("number", Text, primary_key=True),
    text_of("payer"),
    Column("issued_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
)

#: What a branch forwarded to its superior, in fen; `receipt`: of the one gift that is forwarded apart.
remittance = Table(
    "remittance",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("remitted_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    text_of("sent_to"),
    text_of("note"),
    text_of("receipt"),
)
