// What a call ended with, as plain data: it goes from the worker to the pages, and the rules
// decide by it.

import { fromBinary } from "@bufbuild/protobuf";
import { durationMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "$proto/error_pb";
import type { Failure } from "../../domain/shared/failure";

// Of a `google.rpc` detail only the type's name and the bytes are known here: the messages of this
// contract have the same fields and numbers.
interface RawDetail {
  readonly type: string;
  readonly value: Uint8Array;
}

function rawDetails(error: ConnectError): RawDetail[] {
  return error.details.flatMap((detail) => ("value" in detail ? [detail as RawDetail] : []));
}

function read(failure: Failure, detail: RawDetail): Failure {
  try {
    switch (detail.type) {
      case "google.rpc.ErrorInfo":
        return { ...failure, reason: fromBinary(ErrorInfoSchema, detail.value).reason };
      case "google.rpc.BadRequest": {
        const { fieldViolations } = fromBinary(BadRequestSchema, detail.value);
        const fields = fieldViolations.map(({ field, description }) => ({ field, description }));
        return { ...failure, fields };
      }
      case "google.rpc.RetryInfo": {
        const { retryDelay } = fromBinary(RetryInfoSchema, detail.value);
        return retryDelay ? { ...failure, retryMs: durationMs(retryDelay) } : failure;
      }
    }
  } catch {
    return failure; // A detail that cannot be read says nothing; the code is still right.
  }
  return failure;
}

export function failureOf(thrown: unknown): Failure {
  const error = ConnectError.from(thrown, Code.Unavailable);
  const plain: Failure = { code: error.code, reason: "", message: error.rawMessage, fields: [] };
  return rawDetails(error).reduce(read, plain);
}
