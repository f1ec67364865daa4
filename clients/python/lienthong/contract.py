"""The whole contract, with everything it imports, in one file, for clients in other languages."""

from importlib import resources

from google.protobuf.descriptor_pb2 import FileDescriptorSet


def descriptor_set() -> FileDescriptorSet:
    """Every message and service of the contract, with Google's and protovalidate's files."""
    return FileDescriptorSet.FromString((resources.files("lienthong") / "contract.binpb").read_bytes())
