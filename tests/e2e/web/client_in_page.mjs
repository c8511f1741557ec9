// Bundled for a page, where it makes Connect's client for browsers from the contract.

import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";

const TRANSPORTS = {
  grpcWeb: createGrpcWebTransport,
  connect: createConnectTransport,
};

function clientOf({ descriptors, baseUrl, form, service, credentials = "same-origin" }) {
  const bytes = Uint8Array.from(atob(descriptors), (letter) => letter.charCodeAt(0));
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes));
  const transport = TRANSPORTS[form]({
    baseUrl,
    defaultTimeoutMs: 10_000,
    fetch: (input, init) => fetch(input, { ...init, credentials }),
  });
  return createClient(registry.getService(`jackfield.v1.${service}`), transport);
}

const failure = (error) => {
  const { code, rawMessage } = ConnectError.from(error);
  return { code: Code[code], message: rawMessage };
};

// Calls once. Returns the answer without numbers of 64 bits, or {code, message}.
export async function call(options) {
  const { method, request = {}, headers = {} } = options;
  try {
    const answer = await clientOf(options)[method](request, { headers });
    return JSON.parse(JSON.stringify(answer, (_, v) => (typeof v === "bigint" ? `${v}` : v)));
  } catch (error) {
    return failure(error);
  }
}

// The first `count` messages of a stream: {kind, pops}, the latter where there is a whole desk.
export async function updates(options) {
  const { method, request = {}, headers = {}, count } = options;
  const seen = [];
  try {
    for await (const message of clientOf(options)[method](request, {
      headers,
    })) {
      const { case: kind, value } = message.update;
      seen.push({ kind, pops: value.pops?.length });
      if (seen.length === count) break;
    }
  } catch (error) {
    seen.push({ kind: failure(error).code });
  }
  return seen;
}
