// How the pages reach the server: gRPC-Web on the same origin, signed in by the cookie that
// JavaScript does not see, or by a secret where a page has one (the wallboard's kiosk).

import type { DescService } from "@bufbuild/protobuf";
import type { Client, Interceptor, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";

// The server refuses unary calls without a deadline, or with one of more than 30 s.
const UNARY_TIMEOUT_MS = 10_000;

// Asks the server to keep the session in a cookie; only `SignIn` needs it.
export const COOKIE_SESSION = { "jackfield-session": "cookie" } as const;

export interface ChannelOptions {
  readonly baseUrl: string;
  readonly secret?: string;
}

function bearer(secret: string): Interceptor {
  return (next) => (request) => {
    request.header.set("authorization", `Bearer ${secret}`);
    return next(request);
  };
}

// Gives each unary call a deadline that states none. Streams have none: the server tells every 2 s
// that it is there.
function withDeadline(transport: Transport): Transport {
  const unary: Transport["unary"] = (method, signal, timeoutMs, ...rest) =>
    transport.unary(method, signal, timeoutMs ?? UNARY_TIMEOUT_MS, ...rest);
  return { unary, stream: transport.stream };
}

export function openChannel(options: ChannelOptions): Transport {
  const transport = createGrpcWebTransport({
    baseUrl: options.baseUrl,
    useBinaryFormat: true,
    interceptors: options.secret === undefined ? [] : [bearer(options.secret)],
    fetch: (input, init) => fetch(input, { ...init, credentials: "same-origin" }),
  });
  return withDeadline(transport);
}

export function clientOf<Service extends DescService>(
  service: Service,
  channel: Transport,
): Client<Service> {
  return createClient(service, channel);
}
