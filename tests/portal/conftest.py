"""What the tests of the resident's pages may ask for."""

from tests.portal.city import city, portal_store

__all__ = ["city", "portal_store"]
