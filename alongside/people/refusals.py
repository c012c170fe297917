"""Every way in which this room says no."""

from __future__ import annotations

from alongside.base.refusal import Refusal


class NobodyInTheDelivery(Refusal):
    """The register of persons did not come, or every row of it was set aside."""

    code = "nobody_in_the_delivery"


class PackNamesNobody(Refusal):
    """The pack does not say which columns name a person."""

    code = "pack_names_nobody"


class DeliveryIsOlder(Refusal):
    """A later delivery is loaded already."""

    code = "delivery_is_older"
