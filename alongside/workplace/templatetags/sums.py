"""Large sums as an analyst reads them: three figures and a word."""

from __future__ import annotations

from django import template

from alongside.faces.templatetags.wording import reader_language
from alongside.packs.charts import short_money, signed_money

register = template.Library()


@register.filter
def short(kopecks: int) -> str:
    """A sum with its sign: +48 million ₽."""
    return signed_money(kopecks, reader_language())


@register.filter
def short_plain(kopecks: int) -> str:
    """A sum without a sign: 1.2 billion ₽."""
    return short_money(kopecks, reader_language())
