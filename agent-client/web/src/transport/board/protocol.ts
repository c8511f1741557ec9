// What a page and the holder of its board's stream say to each other. Plain data, cloned on the
// way.

import type { WatchBoardResponse } from "$proto/supervision_service_pb";
import type { Failure } from "../../domain/shared/failure";

export type ToHub =
  | { readonly kind: "start" } // Tell me what is known, and what comes.
  | { readonly kind: "renew" } // Somebody signed in or out: begin anew, for everybody.
  | { readonly kind: "hurry" } // The net is back, or somebody looks.
  | { readonly kind: "read" } // All that was said is taken in.
  | { readonly kind: "bye" };

export type ToTab =
  | { readonly kind: "connecting" }
  | { readonly kind: "message"; readonly message: WatchBoardResponse }
  | { readonly kind: "lost"; readonly failure: Failure }
  | {
      readonly kind: "ended";
      readonly why: "signedOut" | "refused";
      readonly failure: Failure;
    };

export type Take<Message> = (message: Message) => void;
