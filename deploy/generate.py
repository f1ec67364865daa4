"""Generates stubs and descriptor sets from a contract into a house: `generate.py PROTO HOME`.

- `clients/python/lienthong/**_pb2*`: messages, services, type hints
- `clients/python/buf/validate/`: the validation rules' own messages, which every stub imports
- `clients/python/lienthong/contract.binpb`: the whole contract with everything it imports, in one file
- `build/contract-with-source.binpb`: the same with comments, for the linters and the docs
- `services/lienthong_emulator/edge/comments.binpb`: our comments alone, for the OpenAPI document
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from google import api
from google.protobuf import any_pb2, descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from grpc_tools import protoc
from protovalidate._gen.buf.validate import validate_pb

PROGRAMS = Path(sys.executable).parent
PLUGINS = [f"--plugin={name}={PROGRAMS / name}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")]
VALIDATE = "buf/validate/validate.proto"
GOOGLE = ("api/field_behavior", "longrunning/operations", "rpc/error_details", "rpc/status", "type/date")
REFUSALS = "google/rpc/error_details.proto"
"""Nothing imports it, yet whoever reads a refusal needs it."""


def main(proto: Path, home: Path) -> None:
    stubs, build = home / "clients" / "python", home / "build"
    build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / "stubs"
        (aside / "lienthong").mkdir(parents=True)
        _generate(proto, aside, build / "contract-with-source.binpb")
        for stale in [*stubs.rglob("*_pb2*.py"), *stubs.rglob("*_pb2*.pyi")]:
            stale.unlink()
        shutil.copytree(aside, stubs, dirs_exist_ok=True)
    shutil.copyfile(stubs / "lienthong" / "contract.binpb", build / "contract.binpb")
    _write_comments(build / "contract-with-source.binpb", home / "services" / "lienthong_emulator" / "edge")


def _generate(proto: Path, stubs: Path, with_source: Path) -> None:
    """Everything aside first: a contract that does not compile leaves the stubs as they are."""
    ours = sorted(str(path.relative_to(proto)) for path in proto.rglob("*.proto"))
    services = [path for path in ours if path.endswith("_service.proto")]
    imported = stubs.parent / "imported.binpb"
    _write_imported(imported)
    common = ["--descriptor_set_in", str(imported), f"--proto_path={proto}", *PLUGINS]
    whole = ["--include_imports", *ours, REFUSALS]
    _protoc([*common, f"--python_out={stubs}", f"--mypy_out=quiet:{stubs}", *ours, VALIDATE])
    _protoc([*common, f"--grpc_python_out={stubs}", f"--mypy_grpc_out=quiet:{stubs}", *services])
    _protoc([*common, f"--descriptor_set_out={stubs / 'lienthong/contract.binpb'}", *whole])
    _protoc([*common, "--include_source_info", f"--descriptor_set_out={with_source}", *whole])


def _write_comments(with_source: Path, folder: Path) -> None:
    """What stands above each part of our files, without the parts themselves."""
    comments = descriptor_pb2.FileDescriptorSet()
    for file in descriptor_pb2.FileDescriptorSet.FromString(with_source.read_bytes()).file:
        told = [location for location in file.source_code_info.location if location.leading_comments]
        if told and file.package.startswith("lienthong."):
            kept = comments.file.add(name=file.name)
            for location in told:
                kept.source_code_info.location.add(path=location.path, leading_comments=location.leading_comments)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "comments.binpb").write_bytes(comments.SerializeToString(deterministic=True))


def _write_imported(path: Path) -> None:
    """Everything the contract imports, as one descriptor set: nothing of others is vendored."""
    google_folder = Path(next(iter(api.__path__))).parents[1]
    well_known = resources.files("grpc_tools") / "_proto"
    names = [f"google/{name}.proto" for name in GOOGLE]
    renamed = path.parent / "renamed" / "google" / "longrunning"
    renamed.mkdir(parents=True)
    # The distribution ships it under another name than the one it is imported by.
    shutil.copyfile(google_folder / "google/longrunning/operations_proto.proto", renamed / "operations.proto")
    _protoc(
        [
            f"--proto_path={renamed.parents[1]}",
            f"--proto_path={google_folder}",
            f"--proto_path={well_known}",
            "--include_imports",
            f"--descriptor_set_out={path}",
            *names,
        ]
    )
    files = descriptor_pb2.FileDescriptorSet.FromString(path.read_bytes())
    known = {file.name for file in files.file}
    validate = descriptor_pb2.FileDescriptorProto.FromString(validate_pb.desc().proto.to_binary())
    for module in (any_pb2, duration_pb2, field_mask_pb2, timestamp_pb2, descriptor_pb2):
        if module.DESCRIPTOR.name not in known:
            module.DESCRIPTOR.CopyToProto(files.file.add())
    files.file.append(validate)
    path.write_bytes(files.SerializeToString(deterministic=True))


def _protoc(arguments: Sequence[str]) -> None:
    if protoc.main(["protoc", *arguments]) != 0:
        raise SystemExit("protoc failed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
