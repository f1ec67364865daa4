// The contract: every service and message from one file. Nothing else of the project is needed.
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const FILE = new URL("../../python/lienthong/contract.binpb", import.meta.url);
const contract = loader.loadFileDescriptorSetFromBuffer(readFileSync(FILE), {
  keepCase: true, // the contract's own names: full_name, not fullName
  enums: String,
  longs: String, // JavaScript's numbers end at 2^53
  defaults: true,
});

export const UNAVAILABLE = grpc.status.UNAVAILABLE;
export const { lienthong } = grpc.loadPackageDefinition(contract);

// A stub of which every question is a promise, and which sends the same metadata with every call. What the methods of
// `retried` ask is asked again, up to four times in all, where nobody answers.
export function stubOf(Service, target, headers, retried = []) {
  const stub = new Service(target, grpc.credentials.createInsecure(), retrying(Service, retried));
  const metadata = grpc.Metadata.fromHttp2Headers(headers);
  return {
    ask: (method, request) =>
      new Promise((resolve, reject) =>
        stub[method](request, metadata, (error, answer) => (error ? reject(refusalOf(error) ?? error) : resolve(answer))),
      ),
    watch: async function* (method, request) {
      try {
        yield* stub[method](request, metadata);
      } catch (error) {
        throw refusalOf(error) ?? error;
      }
    },
    close: () => stub.close(),
  };
}

function retrying(Service, methods) {
  const retryPolicy = {
    maxAttempts: 4,
    initialBackoff: "0.1s",
    maxBackoff: "2s",
    backoffMultiplier: 2,
    retryableStatusCodes: ["UNAVAILABLE"],
  };
  const name = methods.map((method) => {
    const [, service] = Service.service[method].path.split("/");
    return { service, method };
  });
  return name.length ? { "grpc.service_config": JSON.stringify({ methodConfig: [{ name, retryPolicy }] }) } : {};
}

// A "no" that the contract foresees.
export class Refused extends Error {
  constructor({ code, reason, field, message, messageVi, metadata }) {
    super(message);
    Object.assign(this, { code, reason, field, messageVi, metadata });
  }
}

// The refusal that an error carries: google.rpc.Status in a trailer, with ErrorInfo and more as its details.
export function refusalOf(error) {
  const [trailer] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!trailer) return undefined;
  const status = contract["google.rpc.Status"].deserialize(trailer);
  const details = Object.fromEntries(status.details.map(unpacked));
  const info = details["google.rpc.ErrorInfo"];
  return (
    info &&
    new Refused({
      code: status.code,
      reason: info.reason,
      metadata: Object.fromEntries(info.metadata.map(({ key, value }) => [key, value])), // a map, as its entries
      field: details["google.rpc.BadRequest"]?.field_violations[0]?.field ?? "",
      message: status.message,
      messageVi: details["google.rpc.LocalizedMessage"]?.message ?? "",
    })
  );
}

// Name and value of a google.protobuf.Any.
export function unpacked({ type_url, value }) {
  const name = type_url.split("/").pop();
  return [name, contract[name]?.deserialize(value)];
}
