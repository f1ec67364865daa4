"""The contract as an OpenAPI 3.1 document, from its descriptors."""

from lienthong_emulator.edge.openapi.document import openapi_document

__all__ = ["openapi_document"]
